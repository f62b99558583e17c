/** What one profile declares. */
export interface ListenerCase {
  readonly what: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Variables in the unit. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What its config.yaml holds, on the host too. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const KEY = "0123456789abcdef";
const yaml = (platform: string, block: object) => ({ config: { platforms: { [platform]: block } } });

/** Settings that Hermes can take up without a network, each with another meaning. */
export const LISTENER_CASES: readonly ListenerCase[] = [
  { what: "nothing, without settings" },
  { what: "the API server, by its key alone", env: { API_SERVER_KEY: KEY } },
  {
    what: "the API server where variables put it",
    env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9001", API_SERVER_HOST: "127.0.0.2" },
  },
  {
    what: "the API server on all addresses",
    env: { API_SERVER_KEY: KEY, API_SERVER_HOST: "0.0.0.0" },
  },
  {
    what: "the API server that API_SERVER_ENABLED=false does not switch off",
    env: { API_SERVER_KEY: KEY, API_SERVER_ENABLED: "false" },
  },
  {
    what: "the API server that enabled: false does not switch off",
    env: { API_SERVER_KEY: KEY },
    ...yaml("api_server", { enabled: false }),
  },
  { what: "nothing, without a key", env: { API_SERVER_ENABLED: "true" } },
  { what: "nothing, with a short key", env: { API_SERVER_ENABLED: "true", API_SERVER_KEY: "short" } },
  { what: "nothing, by a port alone", env: { API_SERVER_PORT: "9002" } },
  {
    what: "the API server from config.yaml",
    ...yaml("api_server", { enabled: true, extra: { key: KEY, port: 9003 } }),
  },
  {
    what: "the API server from gateway.platforms of config.yaml",
    config: { gateway: { platforms: { api_server: { enabled: true, extra: { key: KEY, port: 9004 } } } } },
  },
  {
    what: "the API server at its default, because a port beside extra is not read",
    env: { API_SERVER_KEY: KEY },
    ...yaml("api_server", { enabled: true, port: 9005 }),
  },
  {
    what: "nothing, because a key beside extra is not read",
    ...yaml("api_server", { enabled: true, key: KEY, port: 9006 }),
  },
  {
    what: "nothing, from gateway.api_server",
    config: { gateway: { api_server: { enabled: true, extra: { key: KEY, port: 9007 } } } },
  },
  {
    what: "the API server on the port of the variable, when the key is one too",
    env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9008" },
    ...yaml("api_server", { enabled: true, extra: { key: KEY, port: 9009 } }),
  },
  {
    what: "the API server on the port of config.yaml, when the variable is the port alone",
    env: { API_SERVER_PORT: "9010" },
    ...yaml("api_server", { enabled: true, extra: { key: KEY, port: 9011 } }),
  },
  {
    what: "the API server on the port of config.yaml, when only the key is a variable",
    env: { API_SERVER_KEY: KEY },
    ...yaml("api_server", { extra: { port: 9012 } }),
  },
  {
    what: "the API server at its default, for a port that is none",
    env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "many" },
  },
  {
    what: "the API server by the unit's environment",
    environment: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9013" },
  },
  {
    what: "the API server where .env puts it, against the unit's environment",
    env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "9014" },
    environment: { API_SERVER_PORT: "9015" },
  },
  { what: "the webhook on all addresses", env: { WEBHOOK_ENABLED: "1" } },
  {
    what: "the webhook where a variable puts it",
    env: { WEBHOOK_ENABLED: "1", WEBHOOK_PORT: "9016", WEBHOOK_SECRET: "s" },
  },
  { what: "nothing, by the webhook's secret alone", env: { WEBHOOK_SECRET: "s", WEBHOOK_PORT: "9017" } },
  {
    what: "the webhook that enabled: false does not switch off",
    env: { WEBHOOK_ENABLED: "1" },
    ...yaml("webhook", { enabled: false }),
  },
  {
    what: "the webhook from config.yaml",
    ...yaml("webhook", { enabled: true, extra: { host: "127.0.0.1", port: 9018, secret: "s" } }),
  },
  {
    what: "the webhook on the port of config.yaml, switched on by a variable",
    env: { WEBHOOK_ENABLED: "1" },
    ...yaml("webhook", { extra: { port: 9019 } }),
  },
  {
    what: "both the API server and the webhook",
    env: { API_SERVER_KEY: KEY, WEBHOOK_ENABLED: "1" },
  },
  {
    what: "the SMS webhook, on loopback",
    env: {
      TWILIO_ACCOUNT_SID: "AC0123456789",
      TWILIO_AUTH_TOKEN: "token",
      TWILIO_PHONE_NUMBER: "+15550001",
      SMS_WEBHOOK_URL: "https://example.org/",
    },
  },
  {
    what: "the SMS webhook where variables put it, against config.yaml",
    env: {
      TWILIO_ACCOUNT_SID: "AC0123456789",
      TWILIO_AUTH_TOKEN: "token",
      TWILIO_PHONE_NUMBER: "+15550001",
      SMS_WEBHOOK_URL: "https://example.org/",
      SMS_WEBHOOK_HOST: "127.0.0.3",
    },
    ...yaml("sms", { extra: { port: 9022 } }),
  },
  {
    what: "the LINE webhook on the port of config.yaml",
    env: { LINE_CHANNEL_ACCESS_TOKEN: "token", LINE_CHANNEL_SECRET: "secret" },
    ...yaml("line", { extra: { port: 9023 } }),
  },
  {
    what: "nothing, from LINE that enabled: false keeps off",
    env: { LINE_CHANNEL_ACCESS_TOKEN: "token", LINE_CHANNEL_SECRET: "secret" },
    ...yaml("line", { enabled: false }),
  },
  {
    what: "the API server from config.yaml on the port of its variable",
    env: { API_SERVER_PORT: "9024" },
    ...yaml("api_server", { enabled: true, extra: { key: KEY } }),
  },
  { what: "nothing, with half of what LINE needs", env: { LINE_CHANNEL_ACCESS_TOKEN: "token" } },
  {
    what: "the LINE webhook",
    env: { LINE_CHANNEL_ACCESS_TOKEN: "token", LINE_CHANNEL_SECRET: "secret", LINE_HOST: "127.0.0.1" },
  },
  {
    what: "the WhatsApp Cloud webhook where variables put it",
    env: {
      WHATSAPP_CLOUD_ACCESS_TOKEN: "token",
      WHATSAPP_CLOUD_PHONE_NUMBER_ID: "1",
      WHATSAPP_CLOUD_WEBHOOK_PORT: "9020",
      WHATSAPP_CLOUD_WEBHOOK_HOST: "127.0.0.1",
    },
  },
  {
    what: "the WhatsApp Cloud webhook where config.yaml puts it",
    env: { WHATSAPP_CLOUD_ACCESS_TOKEN: "token", WHATSAPP_CLOUD_PHONE_NUMBER_ID: "1" },
    ...yaml("whatsapp_cloud", { extra: { webhook_port: 9021 } }),
  },
  {
    what: "nothing, with half of what WhatsApp Cloud needs",
    env: { WHATSAPP_CLOUD_ACCESS_TOKEN: "token" },
  },
  {
    what: "the Microsoft Graph webhook",
    env: {
      MSGRAPH_WEBHOOK_ENABLED: "1",
      MSGRAPH_WEBHOOK_CLIENT_STATE: "state",
      MSGRAPH_WEBHOOK_ALLOWED_SOURCE_CIDRS: "10.0.0.0/8",
    },
  },
];
