import { expect } from "chai";
import { detect } from "../../../provider/core/detect/detect";
import { LISTENERS } from "../../../provider/core/detect/listener-table";
import { fleetOf } from "../support/arbitrary-fleet";

const KEY = "0123456789abcdef";

/** The listeners of one profile as `platform address:port path`, with `!` for a port that somebody wrote. */
function listeners(options: object): string[] {
  const [profile] = fleetOf({
    hosts: { vm1: { connection: { host: "x" } } },
    profiles: { a: options },
  }).profiles;
  if (profile === undefined) throw new Error("no profile");
  return detect(profile, (text) => text).detected.listeners.map(
    ({ platform, address, port, path, written }) =>
      `${platform} ${address || "*"}:${port}${written ? "!" : ""} ${path.replace("profiles.a.", "")}`,
  );
}

const yaml = (platform: string, block: object) => ({ config: { platforms: { [platform]: block } } });

const TELEGRAM = {
  TELEGRAM_BOT_TOKEN: "t",
  TELEGRAM_WEBHOOK_URL: "https://example.org/telegram",
  TELEGRAM_WEBHOOK_SECRET: "s",
};

describe("listeners that a profile's configuration leads to", () => {
  const table: [what: string, options: object, expected: string[]][] = [
    ["none by default", {}, []],
    [
      "an API server by its key alone",
      { env: { API_SERVER_KEY: KEY } },
      ["api_server 127.0.0.1:8642 env.API_SERVER_KEY"],
    ],
    [
      "port and address from variables",
      { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9000", API_SERVER_HOST: "0.0.0.0" } },
      ["api_server 0.0.0.0:9000! env.API_SERVER_PORT"],
    ],
    [
      "API_SERVER_ENABLED=false does not switch off what the key switches on",
      { env: { API_SERVER_KEY: KEY, API_SERVER_ENABLED: "false" } },
      ["api_server 127.0.0.1:8642 env.API_SERVER_KEY"],
    ],
    [
      "nor does enabled: false in config.yaml",
      { env: { API_SERVER_KEY: KEY }, ...yaml("api_server", { enabled: false }) },
      ["api_server 127.0.0.1:8642 env.API_SERVER_KEY"],
    ],
    [
      "the Telegram webhook, on its port of all profiles",
      { env: TELEGRAM },
      ["telegram *:8443 env.TELEGRAM_BOT_TOKEN"],
    ],
    [
      "the Telegram webhook where its variable puts it, with a token in config.yaml",
      {
        env: {
          TELEGRAM_WEBHOOK_URL: "https://x/",
          TELEGRAM_WEBHOOK_SECRET: "s",
          TELEGRAM_WEBHOOK_PORT: "9443",
        },
        ...yaml("telegram", { enabled: true, token: "t" }),
      },
      ["telegram *:9443! env.TELEGRAM_WEBHOOK_PORT"],
    ],
    ["no Telegram webhook without its secret", { env: { ...TELEGRAM, TELEGRAM_WEBHOOK_SECRET: "" } }, []],
    ["none that asks for messages", { env: { TELEGRAM_BOT_TOKEN: "t" } }, []],
    [
      "no Telegram webhook that enabled: false keeps off",
      { env: TELEGRAM, ...yaml("telegram", { enabled: false }) },
      [],
    ],
    [
      "no LINE webhook that enabled: false at the top keeps off, against platforms",
      {
        env: { LINE_CHANNEL_ACCESS_TOKEN: "t", LINE_CHANNEL_SECRET: "s" },
        config: { line: { enabled: "off" }, platforms: { line: { enabled: true } } },
      },
      [],
    ],
    [
      "the LINE webhook by what its block has, without enabled",
      yaml("line", { extra: { channel_access_token: "t", channel_secret: "s" } }),
      ["line *:8646 config.platforms.line.extra"],
    ],
    [
      "an API server from config.yaml on the port of its variable",
      { env: { API_SERVER_PORT: "9001" }, ...yaml("api_server", { enabled: true, extra: { key: KEY } }) },
      ["api_server 127.0.0.1:9001! env.API_SERVER_PORT"],
    ],
    [
      "no WhatsApp bridge that its variable switches off",
      { env: { WHATSAPP_ENABLED: "no" }, ...yaml("whatsapp", { enabled: true }) },
      [],
    ],
    ["no API server by its port alone", { env: { API_SERVER_PORT: "9000" } }, []],
    ["none without a key: it never binds", { env: { API_SERVER_ENABLED: "true" } }, []],
    ["none with a short key", { env: { API_SERVER_KEY: "short" } }, []],
    ["an empty key is none", { env: { API_SERVER_KEY: "" } }, []],
    [
      "an API server from config.yaml",
      yaml("api_server", { enabled: true, extra: { key: KEY, port: 9001 } }),
      ["api_server 127.0.0.1:9001! config.platforms.api_server.extra.port"],
    ],
    [
      "the same below gateway.platforms",
      { config: { gateway: { platforms: { api_server: { enabled: true, extra: { key: KEY } } } } } },
      ["api_server 127.0.0.1:8642 config.gateway.platforms.api_server.enabled"],
    ],
    [
      "a port that is not below extra does not count",
      { env: { API_SERVER_KEY: KEY }, ...yaml("api_server", { enabled: true, port: 9001 }) },
      ["api_server 127.0.0.1:8642 env.API_SERVER_KEY"],
    ],
    [
      "gateway.api_server switches nothing on",
      { config: { gateway: { api_server: { enabled: true, extra: { key: KEY } } } } },
      [],
    ],
    [
      "a block at the top switches it on, and nothing else in it counts",
      {
        env: {},
        config: {
          api_server: { enabled: true, port: 9001 },
          ...yaml("api_server", { extra: { key: KEY } }).config,
        },
      },
      ["api_server 127.0.0.1:8642 config.api_server.enabled"],
    ],
    [
      "both ports written: the variable wins when a variable switches it on",
      {
        env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9000" },
        ...yaml("api_server", { enabled: true, extra: { port: 9001 } }),
      },
      ["api_server 127.0.0.1:9000! env.API_SERVER_PORT"],
    ],
    [
      "else config.yaml does",
      {
        env: { API_SERVER_PORT: "9000" },
        ...yaml("api_server", { enabled: true, extra: { key: KEY, port: 9001 } }),
      },
      ["api_server 127.0.0.1:9001! config.platforms.api_server.extra.port"],
    ],
    [
      "a port that is no number is the default",
      { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "http" } },
      ["api_server 127.0.0.1:8642! env.API_SERVER_PORT"],
    ],
    ["port 0 is any free one", { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "0" } }, []],
    [
      ".env beats the unit's environment",
      {
        env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9000" },
        environment: { API_SERVER_PORT: "9001", API_SERVER_HOST: "::1" },
      },
      ["api_server ::1:9000! env.API_SERVER_PORT"],
    ],
    ["a webhook by its switch", { env: { WEBHOOK_ENABLED: "1" } }, ["webhook *:8644 env.WEBHOOK_ENABLED"]],
    ["not by its secret", { env: { WEBHOOK_SECRET: "s" } }, []],
    [
      "a webhook's port from config.yaml, with the switch in .env",
      { env: { WEBHOOK_ENABLED: "yes" }, ...yaml("webhook", { extra: { port: 9002, host: "127.0.0.1" } }) },
      ["webhook 127.0.0.1:9002! config.platforms.webhook.extra.port"],
    ],
    [
      "Feishu listens in webhook mode only",
      { env: { FEISHU_APP_ID: "a", FEISHU_APP_SECRET: "s", FEISHU_CONNECTION_MODE: "webhook" } },
      ["feishu 127.0.0.1:8765 env.FEISHU_APP_ID"],
    ],
    [
      "its mode in config.yaml does not count when variables switch it on",
      {
        env: { FEISHU_APP_ID: "a", FEISHU_APP_SECRET: "s" },
        ...yaml("feishu", { extra: { connection_mode: "webhook" } }),
      },
      [],
    ],
    [
      "Feishu and Teams look into config.yaml first",
      {
        env: {
          ...{ FEISHU_APP_ID: "a", FEISHU_APP_SECRET: "s", FEISHU_CONNECTION_MODE: "webhook" },
          ...{ FEISHU_WEBHOOK_PORT: "9000", TEAMS_PORT: "9001" },
          ...{ TEAMS_CLIENT_ID: "c", TEAMS_CLIENT_SECRET: "s", TEAMS_TENANT_ID: "t" },
        },
        config: { platforms: { feishu: { extra: { webhook_port: 9002, webhook_host: "10.0.0.1" } } } },
      },
      ["feishu 10.0.0.1:9002! config.platforms.feishu.extra.webhook_port", "teams *:9001! env.TEAMS_PORT"],
    ],
    [
      "LINE looks into variables first, also when config.yaml switches it on",
      { env: { LINE_PORT: "9000" }, ...yaml("line", { enabled: true, extra: { port: 9001, host: "::1" } }) },
      ["line ::1:9000! env.LINE_PORT"],
    ],
    [
      "SMS knows variables only",
      { env: { TWILIO_ACCOUNT_SID: "a" }, ...yaml("sms", { extra: { port: 9001, host: "0.0.0.0" } }) },
      ["sms 127.0.0.1:8080 env.TWILIO_ACCOUNT_SID"],
    ],
    ["LINE needs its secret too", { env: { LINE_CHANNEL_ACCESS_TOKEN: "t" } }, []],
    ["and not otherwise", { env: { FEISHU_APP_ID: "a", FEISHU_APP_SECRET: "s" } }, []],
    [
      "a WeCom callback that variables switch on does not read config.yaml",
      {
        env: { WECOM_CALLBACK_CORP_ID: "c", WECOM_CALLBACK_CORP_SECRET: "s" },
        ...yaml("wecom_callback", { extra: { port: 9003 } }),
      },
      ["wecom_callback *:8645 env.WECOM_CALLBACK_CORP_ID"],
    ],
    [
      "a switch that is known later counts as on",
      { env: { WEBHOOK_ENABLED: { config: "w" } } },
      ["webhook *:8644 env.WEBHOOK_ENABLED"],
    ],
    [
      "declared ports, except one that is listened on anyway",
      { env: { API_SERVER_KEY: KEY }, ports: [9000, 8642] },
      ["api_server 127.0.0.1:8642 env.API_SERVER_KEY", "ports *:9000! ports"],
    ],
    [
      "what a map inherits is no setting",
      { config: { platforms: { constructor: { enabled: true } } }, env: { toString: "x" } },
      [],
    ],
    ["a config of another shape", { config: { platforms: [1], gateway: "x", api_server: null } }, []],
  ];
  for (const [what, options, expected] of table) {
    it(what, () => {
      expect(listeners(options)).to.deep.equal(expected);
    });
  }

  for (const { platform, port, address, mode } of LISTENERS.filter(
    (rule) => rule.platform !== "api_server" && rule.needs === undefined && rule.port !== 0,
  )) {
    it(`${platform} from config.yaml, on its default port`, () => {
      const extra = mode === undefined ? {} : { [mode.option]: mode.is };
      expect(listeners(yaml(platform, { enabled: true, extra }))).to.deep.equal([
        `${platform} ${address || "*"}:${port} config.platforms.${platform}.enabled`,
      ]);
    });
  }
});
