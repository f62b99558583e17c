import { API, ruleTable } from "../../support/rule-table";

const vm1 = (options: object) => ({ hosts: ["vm1"], ...options });
const apiServer = (block: object) => ({ config: { platforms: { api_server: block } } });

ruleTable("listener-twice", [
  [
    "two defaults of Hermes",
    {
      a: vm1({
        env: {
          WECOM_CALLBACK_CORP_ID: "c",
          WECOM_CALLBACK_CORP_SECRET: "s",
          BLUEBUBBLES_SERVER_URL: "http://b",
          BLUEBUBBLES_PASSWORD: "p",
        },
      }),
    },
    {},
    [
      "error vm1/a at profiles.a.env.BLUEBUBBLES_SERVER_URL: WeCom callback and BlueBubbles webhook of a would both listen on port 8645",
    ],
  ],
  ["none when ports names what is listened on anyway", { a: vm1({ env: API, ports: [8642] }) }, {}, []],
]);

ruleTable("port-not-known", [
  [
    "a port that is known later",
    { a: vm1({ env: { ...API, API_SERVER_PORT: { config: "port" } } }) },
    {},
    [
      "warning vm1/a at profiles.a.env.API_SERVER_PORT: the port of the API server of a is known only later, so it was not compared with the others",
    ],
  ],
  [
    "no port",
    { a: vm1({ env: { WEBHOOK_ENABLED: "true", WEBHOOK_PORT: "http" } }) },
    {},
    [
      "warning vm1/a at profiles.a.env.WEBHOOK_PORT: the port of the webhook of a is no port, so Hermes takes its default, 8644",
    ],
  ],
  ["none for a port of something that is off", { a: vm1({ env: { API_SERVER_PORT: "http" } }) }, {}, []],
]);

ruleTable("port-not-allocated", [
  [
    "an API server that config.yaml alone switches on",
    {
      a: vm1({ ...apiServer({ enabled: true, extra: { key: API.API_SERVER_KEY } }), ports: "allocate" }),
    },
    {},
    [
      "warning vm1/a at profiles.a.config.platforms.api_server.enabled: no port is allocated to the API server of a, it stays on 8642: Hermes reads it from config.yaml only, which is not written to hosts",
    ],
  ],
  [
    "a platform whose port has no variable",
    { a: vm1({ env: { WHATSAPP_ENABLED: "true" }, ports: "allocate" }) },
    {},
    [
      "warning vm1/a at profiles.a.env.WHATSAPP_ENABLED: no port is allocated to the WhatsApp bridge of a, it stays on 3000: Hermes reads it from config.yaml only, which is not written to hosts",
    ],
  ],
  ["none for one that env switches on", { a: vm1({ env: API, ports: "allocate" }) }, {}, []],
  [
    "none for a port that somebody wrote in config.yaml",
    {
      a: vm1({
        ...apiServer({ enabled: true, extra: { key: API.API_SERVER_KEY, port: 80 } }),
        ports: "allocate",
      }),
    },
    {},
    [],
  ],
  ["none without allocate", { a: vm1({ env: { WHATSAPP_ENABLED: "true" } }) }, {}, []],
]);

ruleTable("api-server-without-key", [
  [
    "no key",
    { a: vm1({ env: { API_SERVER_ENABLED: "true" } }) },
    {},
    [
      "warning vm1/a at profiles.a.env.API_SERVER_ENABLED: the API server of a is switched on without a key, so it never listens",
    ],
  ],
  [
    "a short key, without showing it",
    { a: vm1(apiServer({ enabled: true, extra: { key: "short" } })) },
    {},
    [
      "warning vm1/a at profiles.a.config.platforms.api_server.enabled: the API server of a has a key of fewer than 16 characters, so it never listens",
    ],
  ],
  [
    "a key in a place that is not read",
    { a: vm1(apiServer({ enabled: true, key: "0123456789abcdef" })) },
    {},
    [
      "warning vm1/a at profiles.a.config.platforms.api_server.enabled: the API server of a is switched on without a key, so it never listens",
    ],
  ],
  [
    "none with a key, or one that is known later, or switched off",
    {
      a: vm1({ env: { ...API, API_SERVER_ENABLED: "false" } }),
      b: vm1({ env: { API_SERVER_ENABLED: "1", API_SERVER_KEY: { config: "k" } } }),
      c: vm1({ env: { API_SERVER_ENABLED: "no" } }),
    },
    {},
    [],
  ],
]);

ruleTable("disabled-platform-starts", [
  [
    "config.yaml says no, a variable yes",
    { a: vm1({ env: API, ...apiServer({ enabled: false }) }) },
    {},
    [
      "warning vm1/a at profiles.a.config.platforms.api_server.enabled: config.yaml of a switches the API server off, but profiles.a.env.API_SERVER_KEY switches it on, and Hermes 0.19.0 obeys the variable",
    ],
  ],
  ["none when nothing switches it on", { a: vm1(apiServer({ enabled: false })) }, {}, []],
]);

ruleTable("ignored-config-spelling", [
  [
    "the spelling of Hermes' own message, and one that newer versions read",
    {
      a: vm1(apiServer({ enabled: true, port: 9000 })),
      b: vm1({ config: { gateway: { api_server: { port: 9000 } } } }),
    },
    {},
    [
      "warning vm1/a at profiles.a.config.platforms.api_server.port: Hermes 0.19.0 ignores profiles.a.config.platforms.api_server.port of a, and later versions may not",
      "warning vm1/b at profiles.b.config.gateway.api_server.port: Hermes 0.19.0 ignores profiles.b.config.gateway.api_server.port of b, and later versions may not",
    ],
  ],
  ["none below extra", { a: vm1(apiServer({ extra: { port: 9000 } })) }, {}, []],
]);

ruleTable("stop-timeout-below-drain", [
  [
    "below Hermes' own defaults",
    { a: vm1({ timeoutStopSec: 69 }) },
    {},
    [
      "warning vm1/a at profiles.a.timeoutStopSec: the gateway of a is killed 69 s after a stop begins, and Hermes may need 70 s with its own defaults",
    ],
  ],
  [
    "below a longer drain",
    { a: vm1({ config: { agent: { restart_drain_timeout: 180 } } }) },
    {},
    [
      "warning vm1/a at profiles.a.timeoutStopSec: the gateway of a is killed 70 s after a stop begins, and Hermes may need 250 s because of profiles.a.config.agent.restart_drain_timeout",
    ],
  ],
  [
    "below a long drain of scheduled turns",
    { a: vm1({ environment: { HERMES_CRON_DRAIN_TIMEOUT: "100" } }) },
    {},
    [
      "warning vm1/a at profiles.a.timeoutStopSec: the gateway of a is killed 70 s after a stop begins, and Hermes may need 140 s because of profiles.a.environment.HERMES_CRON_DRAIN_TIMEOUT",
    ],
  ],
  [
    "none at the least",
    { a: vm1({ timeoutStopSec: 250, env: { HERMES_RESTART_DRAIN_TIMEOUT: "180" } }), b: null },
    {},
    [],
  ],
]);

ruleTable("config-refusal-restarts", [
  [
    "78 taken out",
    { a: vm1({ restartPreventExitStatus: [1] }) },
    {},
    [
      "warning vm1/a at profiles.a.restartPreventExitStatus: the gateway of a would be started again and again when Hermes refuses its configuration (exit status 78)",
    ],
  ],
  [
    "none with its name, or without restarts",
    {
      a: vm1({ restartPreventExitStatus: ["CONFIG"] }),
      b: vm1({ restart: "no", restartPreventExitStatus: [] }),
    },
    {},
    [],
  ],
]);

ruleTable("stop-leaves-children", [
  [
    "killMode: process in an exclusion",
    { a: vm1({ killMode: "process", conflictsWith: ["b"] }), b: vm1({}) },
    {},
    [
      "warning vm1/a at profiles.a.killMode: a stop of a on vm1 leaves its children running, and they may keep what the next gateway needs",
    ],
  ],
  ["none for one that excludes nobody", { a: vm1({ killMode: "process" }) }, {}, []],
]);

const multiplex = { config: { gateway: { multiplex_profiles: true } } };

ruleTable("multiplexer-beside-standalone", [
  [
    "units of profiles that are served",
    { default: vm1(multiplex), a: vm1({}), b: vm1({ user: "other" }) },
    {},
    [
      "error vm1/default vm1/a at profiles.default.config.gateway.multiplex_profiles: the profile default would serve a itself on vm1, and their own units would fail for ever",
    ],
  ],
  [
    "none for profiles that are not served",
    {
      default: vm1({
        env: { GATEWAY_MULTIPLEX_PROFILES: "1" },
        config: { multiplex_profile_allowlist: ["b"] },
      }),
      a: vm1({}),
    },
    {},
    [],
  ],
  [
    "none for one that keeps itself out, or waits",
    {
      default: vm1(multiplex),
      a: vm1({ config: { gateway: { standalone: true } } }),
      b: vm1({ desired: "stopped" }),
    },
    {},
    [],
  ],
]);

ruleTable("multiplexing-in-named-profile", [
  [
    "a named profile",
    { a: vm1({ config: { multiplex_profiles: true } }) },
    {},
    [
      "warning vm1/a at profiles.a.config.multiplex_profiles: a switches multiplexing on, which only the profile default can do",
    ],
  ],
  ["none for the default one", { default: vm1(multiplex) }, {}, []],
]);

const watchdog = (value: unknown) => ({ config: { gateway: { systemd_watchdog_seconds: value } } });
const watchdogSec = (value: unknown) => ({ directives: { Service: { WatchdogSec: value } } });

ruleTable("watchdog-setting-ignored", [
  [
    "a span with a unit, which only systemd reads",
    { a: vm1(watchdog("60s")) },
    {},
    [
      "warning vm1/a at profiles.a.config.gateway.systemd_watchdog_seconds: Hermes takes no watchdog from profiles.a.config.gateway.systemd_watchdog_seconds of a, which is no whole number of seconds from 0 to 2147483647",
    ],
  ],
  [
    "none for a number, for one as text, and for one that switches it off",
    {
      a: vm1(watchdog(60)),
      b: vm1(watchdog("60")),
      c: vm1(watchdog(0)),
    },
    {},
    [],
  ],
]);

ruleTable("watchdog-without-setting", [
  [
    "a unit alone",
    { a: vm1(watchdogSec("30s")), b: vm1({ ...watchdog(0), ...watchdogSec(5) }) },
    {},
    [
      "warning vm1/a at profiles.a.directives.Service.WatchdogSec: systemd kills the gateway of a every 30s, unless gateway.systemd_watchdog_seconds stands in config.yaml on the host: without it Hermes gives no sign of life",
      "warning vm1/b at profiles.b.directives.Service.WatchdogSec: systemd kills the gateway of b every 5, unless gateway.systemd_watchdog_seconds stands in config.yaml on the host: without it Hermes gives no sign of life",
    ],
  ],
  [
    "none with the setting, and for a directive that switches it off",
    {
      a: vm1({ ...watchdog(60), ...watchdogSec(30) }),
      b: vm1(watchdogSec(0)),
      c: vm1(watchdog(60)),
    },
    {},
    [],
  ],
]);

const byApi = { health: { ready: { api: true } } };
const notAskable = (what: string) =>
  `error vm1/a at profiles.a.health.ready.api: the gateway of a is ready by its API server's answer, but ${what}`;

ruleTable("api-server-not-askable", [
  [
    "no API server",
    { a: vm1(byApi) },
    {},
    [notAskable("no address of one follows from what is declared for it")],
  ],
  [
    "a port that is known later",
    { a: vm1({ ...byApi, env: { ...API, API_SERVER_PORT: { config: "port" } } }) },
    {},
    [notAskable("no address of one follows from what is declared for it")],
  ],
  [
    "a key in config.yaml",
    { a: vm1({ ...byApi, ...apiServer({ enabled: true, extra: { key: API.API_SERVER_KEY } }) }) },
    {},
    [notAskable("the key of its API server is not in env, where the host would find it")],
  ],
  [
    "another address of the host",
    { a: vm1({ ...byApi, env: { ...API, API_SERVER_HOST: "10.0.0.1" } }) },
    {},
    [notAskable("its API server does not listen on the host itself, where it would be asked")],
  ],
  [
    "another address with an allocated port",
    { a: vm1({ ...byApi, ports: "allocate", env: { ...API, API_SERVER_HOST: "::1" } }) },
    {},
    [notAskable("its API server does not listen on the host itself, where it would be asked")],
  ],
  [
    "another name",
    { a: vm1({ ...byApi, env: { ...API, API_SERVER_MODEL_NAME: "x" } }) },
    {},
    [notAskable("its API server is told to answer with another name")],
  ],
  [
    "none for what can be asked, or has an address",
    { a: vm1({ ...byApi, env: API }), b: vm1({ health: { ready: { api: "http://127.0.0.1:1" } } }) },
    {},
    [],
  ],
]);
