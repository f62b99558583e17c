import { API, ruleTable } from "../../support/rule-table";

const TOKEN = { TELEGRAM_BOT_TOKEN: "123:abc" };
const MATRIX = { MATRIX_USER_ID: "@bot:example.org", MATRIX_DEVICE_ID: "DEV1" };
const DECLARED = { exclusion: "declared" };
const on = (host: string, env: object) => ({ hosts: [host], env });

ruleTable("shared-port", [
  [
    "two API servers of which nobody wrote a port",
    { a: on("vm1", API), b: on("vm1", API) },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.API_SERVER_KEY: the profiles a and b would run together on vm1 and claim the same port 8642",
    ],
  ],
  [
    "a default, and the same port written by another platform",
    { a: on("vm1", API), b: on("vm1", { WEBHOOK_ENABLED: "1", WEBHOOK_PORT: "8642" }) },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.WEBHOOK_PORT: the profiles a and b would run together on vm1 and claim the same port 8642",
    ],
  ],
  [
    "a port on several addresses is one finding",
    {
      a: on("vm1", { ...API, API_SERVER_HOST: "10.0.0.1" }),
      b: on("vm1", API),
      c: { hosts: ["vm1"], ports: [8642] },
    },
    DECLARED,
    [
      "error vm1/a vm1/b vm1/c at profiles.c.ports: the profiles a, b and c would run together on vm1 and claim the same port 8642",
    ],
  ],
  [
    "none on different addresses",
    { a: on("vm1", { ...API, API_SERVER_HOST: "10.0.0.1" }), b: on("vm1", API) },
    DECLARED,
    [],
  ],
  [
    "none when they are known to exclude each other",
    { a: on("vm1", API), b: on("vm1", API) },
    { exclusion: "detected" },
    [],
  ],
]);

ruleTable("shared-credential", [
  [
    "one token in .env and in config.yaml, without showing it",
    {
      a: on("vm1", TOKEN),
      b: { hosts: ["vm1"], config: { platforms: { telegram: { token: "123:abc" } } } },
    },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.config.platforms.telegram.token: the profiles a and b would run together on vm1 and use the same Telegram bot token",
    ],
  ],
  [
    "one token under two accounts",
    { a: on("vm1", TOKEN), b: { ...on("vm1", TOKEN), user: "other" } },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.TELEGRAM_BOT_TOKEN: the profiles a and b would run together on vm1 and use the same Telegram bot token",
    ],
  ],
  [
    "one key of the stack's configuration",
    {
      a: on("vm1", { TELEGRAM_BOT_TOKEN: { config: "t" } }),
      b: on("vm1", { TELEGRAM_BOT_TOKEN: { config: "t" } }),
    },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.TELEGRAM_BOT_TOKEN: the profiles a and b would run together on vm1 and use the same Telegram bot token",
    ],
  ],
  [
    "a Matrix account by server and user",
    {
      a: on("vm1", { MATRIX_HOMESERVER: "https://m", MATRIX_USER_ID: "@b:m" }),
      b: {
        hosts: ["vm1"],
        config: { platforms: { matrix: { extra: { homeserver: "https://m", user_id: "@b:m" } } } },
      },
    },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.config.platforms.matrix.extra.homeserver: the profiles a and b would run together on vm1 and use the same Matrix account",
    ],
  ],
  [
    "two pairs are two findings",
    {
      a: on("vm1", { TELEGRAM_BOT_TOKEN: "1" }),
      b: on("vm1", { TELEGRAM_BOT_TOKEN: "1" }),
      c: on("vm1", { TELEGRAM_BOT_TOKEN: "2" }),
      d: on("vm1", { TELEGRAM_BOT_TOKEN: "2" }),
    },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.TELEGRAM_BOT_TOKEN: the profiles a and b would run together on vm1 and use the same Telegram bot token",
      "error vm1/c vm1/d at profiles.d.env.TELEGRAM_BOT_TOKEN: the profiles c and d would run together on vm1 and use the same Telegram bot token",
    ],
  ],
  [
    "none for different tokens, or equal texts of different kinds",
    {
      a: on("vm1", { TELEGRAM_BOT_TOKEN: "x" }),
      b: on("vm1", { TELEGRAM_BOT_TOKEN: "y" }),
      c: on("vm1", { DISCORD_BOT_TOKEN: "x" }),
    },
    DECLARED,
    [],
  ],
  [
    "none in a block that is switched off",
    {
      a: on("vm1", TOKEN),
      b: { hosts: ["vm1"], config: { platforms: { telegram: { enabled: false, token: "123:abc" } } } },
    },
    DECLARED,
    [],
  ],
]);

ruleTable("shared-matrix-device", [
  [
    "one device of one account",
    { a: on("vm1", MATRIX), b: on("vm1", MATRIX) },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.env.MATRIX_DEVICE_ID: the profiles a and b would run together on vm1 and are the same Matrix device",
    ],
  ],
  [
    "none for two devices",
    { a: on("vm1", MATRIX), b: on("vm1", { ...MATRIX, MATRIX_DEVICE_ID: "DEV2" }) },
    DECLARED,
    [],
  ],
]);

const session = (path: string) => ({
  hosts: ["vm1"],
  config: {
    platforms: { whatsapp: { enabled: true, extra: { session_path: path, bridge_port: path.length } } },
  },
});

ruleTable("shared-whatsapp-session", [
  [
    "one directory, spelled in two ways",
    { a: session("/srv/wa"), b: session("/srv//wa/") },
    DECLARED,
    [
      "error vm1/a vm1/b at profiles.b.config.platforms.whatsapp.extra.session_path: the profiles a and b would run together on vm1 and use the same WhatsApp session",
    ],
  ],
  ["none for two directories", { a: session("/srv/wa"), b: session("/srv/other") }, DECLARED, []],
  [
    "none without a directory: each home has its own",
    { a: on("vm1", { WHATSAPP_ENABLED: "1" }), b: on("vm1", { WHATSAPP_ENABLED: "1" }) },
    DECLARED,
    [],
  ],
]);

ruleTable("unguarded-standby", [
  [
    "one that waits for somebody else",
    {
      a: { hosts: ["vm1"], priority: 2, conflictsWith: ["b"] },
      b: on("vm1", API),
      c: on("vm1", API),
    },
    DECLARED,
    [
      "warning vm1/b vm1/c at profiles.c.env.API_SERVER_KEY: nothing stops one of b and c on vm1 when a hand starts another, and they contend for port 8642",
    ],
  ],
  [
    "none with the directive",
    {
      a: { hosts: ["vm1"], priority: 2, conflictsWith: ["b"] },
      b: { ...on("vm1", API), conflictsWith: ["c"] },
      c: on("vm1", API),
    },
    DECLARED,
    [],
  ],
]);

ruleTable("default-port-clash", [
  [
    "a gateway that waits only because of Hermes' default",
    { a: on("vm1", API), b: on("vm1", API), c: on("vm2", API) },
    {},
    [
      "warning vm1/a vm1/b at profiles.b.env.API_SERVER_KEY: b on vm1 would wait only because a and b listen on port 8642, Hermes' default",
    ],
  ],
  [
    "none when somebody wrote both",
    { a: { hosts: ["vm1"], ports: [80] }, b: { hosts: ["vm1"], ports: [80] } },
    {},
    [],
  ],
  [
    "none when there is another reason too",
    { a: on("vm1", { ...API, ...TOKEN }), b: on("vm1", { ...API, ...TOKEN }) },
    {},
    [],
  ],
]);

ruleTable("port-range-exhausted", [
  [
    "more listeners than ports",
    { a: { ...on("vm1", API), ports: "allocate" }, b: { ...on("vm1", API), ports: "allocate" } },
    { portRange: { from: 9200, to: 9201 } },
    ["error vm1/a vm1/b at undefined: 2 listeners on vm1 need a port from 9200 to 9200, which has 1"],
  ],
  [
    "ports that are declared count, outside of the range they do not",
    {
      a: { ...on("vm1", API), ports: "allocate" },
      b: { hosts: ["vm1"], ports: [9200, 80] },
      c: { ...on("vm2", API), ports: "allocate" },
    },
    { portRange: { from: 9200, to: 9201 } },
    [
      "error vm1/a at undefined: 1 listeners on vm1 need a port from 9200 to 9200, which has 1, 1 of them declared by gateways of the host",
    ],
  ],
  [
    "none when each host has enough",
    { a: { ...on("vm1", API), ports: "allocate" }, b: { ...on("vm2", API), ports: "allocate" } },
    { portRange: { from: 9200, to: 9201 } },
    [],
  ],
]);

ruleTable("credential-on-several-hosts", [
  [
    "two that run",
    { a: on("vm1", TOKEN), b: on("vm2", TOKEN) },
    {},
    [
      "error vm1/a vm2/b at profiles.b.env.TELEGRAM_BOT_TOKEN: vm1/a and vm2/b would run at the same time with the same Telegram bot token, and nothing can exclude gateways of different hosts",
    ],
  ],
  [
    "one profile on two hosts, also with a value that is known later",
    { a: { env: { SLACK_BOT_TOKEN: { fromEnv: "LATER" } } } },
    {},
    [
      "error vm1/a vm2/a at profiles.a.env.SLACK_BOT_TOKEN: vm1/a and vm2/a would run at the same time with the same Slack bot token, and nothing can exclude gateways of different hosts",
    ],
  ],
  [
    "one that runs and one that waits",
    { a: on("vm1", TOKEN), b: { ...on("vm2", TOKEN), desired: "standby" } },
    {},
    [
      "warning vm1/a vm2/b at profiles.b.env.TELEGRAM_BOT_TOKEN: vm1/a and vm2/b have the same Telegram bot token, and nothing stops one when a hand starts another on a different host",
    ],
  ],
  ["none on one host", { a: on("vm1", TOKEN), b: on("vm1", TOKEN) }, {}, []],
]);

ruleTable("credential-not-compared", [
  [
    "one plain, one that is known later",
    { a: on("vm1", TOKEN), b: on("vm2", { TELEGRAM_BOT_TOKEN: { config: "t" } }) },
    {},
    [
      "warning vm2/b at profiles.b.env.TELEGRAM_BOT_TOKEN: the Telegram bot token of vm2/b is known only later, so it was not compared with the others",
    ],
  ],
  [
    "two sources on one host",
    {
      a: on("vm1", { TELEGRAM_BOT_TOKEN: { config: "t" } }),
      b: on("vm1", { TELEGRAM_BOT_TOKEN: { fromEnv: "T" } }),
    },
    {},
    [
      "warning vm1/a vm1/b at profiles.b.env.TELEGRAM_BOT_TOKEN: the Telegram bot token of vm1/a and vm1/b is known only later, so it was not compared with the others",
    ],
  ],
  ["none with nothing to compare it with", { a: on("vm1", { TELEGRAM_BOT_TOKEN: { config: "t" } }) }, {}, []],
  [
    "none when they exclude each other anyway",
    {
      a: { ...on("vm1", { TELEGRAM_BOT_TOKEN: { config: "t" } }), exclusiveGroup: "g" },
      b: { ...on("vm1", { TELEGRAM_BOT_TOKEN: { fromEnv: "T" } }), exclusiveGroup: "g" },
    },
    {},
    [],
  ],
  ["none for plain ones", { a: on("vm1", TOKEN), b: on("vm1", { TELEGRAM_BOT_TOKEN: "1" }) }, {}, []],
]);

ruleTable("matrix-device-in-several-homes", [
  [
    "also when they exclude each other",
    { a: on("vm1", MATRIX), b: on("vm1", MATRIX) },
    {},
    [
      "warning vm1/a vm1/b at profiles.b.env.MATRIX_DEVICE_ID: vm1/a and vm1/b are one Matrix device in several homes, each with its own keys, so encrypted rooms break",
    ],
  ],
  [
    "an error on two hosts",
    { a: { env: MATRIX } },
    {},
    [
      "error vm1/a vm2/a at profiles.a.env.MATRIX_DEVICE_ID: vm1/a and vm2/a are one Matrix device in several homes, each with its own keys, so encrypted rooms break",
    ],
  ],
  ["none for one gateway", { a: on("vm1", MATRIX) }, {}, []],
]);
