import { API, ruleTable } from "../../support/rule-table";

const vm1 = (options: object = {}) => ({ hosts: ["vm1"], ...options });
const MULTIPLEXED = { topology: "multiplexed" };
const TOKEN = { TELEGRAM_BOT_TOKEN: "1:x" };
const gateway = (settings: object) => ({ config: { gateway: settings } });

ruleTable("served-by-nobody", [
  [
    "a profile of an account without a default profile, and one with a home elsewhere",
    {
      default: vm1(),
      a: vm1(),
      b: vm1({ user: "other" }),
      c: vm1({ user: "other" }),
      d: vm1({ home: "/srv/d" }),
    },
    MULTIPLEXED,
    [
      "error vm1/b at profiles.b.user: b is served by nobody on vm1, where one gateway serves all profiles of an account: no profile of this fleet has the home /home/other/.hermes there and runs as other",
      "error vm1/c at profiles.c.user: c is served by nobody on vm1, where one gateway serves all profiles of an account: no profile of this fleet has the home /home/other/.hermes there and runs as other",
      "error vm1/d at profiles.d.home: d is served by nobody on vm1, where one gateway serves all profiles of an account: its home /srv/d is not below the profiles directory of another one",
    ],
  ],
  ["none when the default profile serves all", { default: vm1(), a: vm1(), b: vm1() }, MULTIPLEXED, []],
  ["none with units of their own", { a: vm1(), b: vm1() }, { topology: "per-profile" }, []],
]);

ruleTable("port-on-served-profile", [
  [
    "platforms with ports of their own",
    { default: vm1({ env: API }), a: vm1({ env: { ...API, WEBHOOK_ENABLED: "1" } }), b: vm1() },
    MULTIPLEXED,
    [
      "error vm1/a at profiles.a.env.API_SERVER_KEY: a switches on API server and webhook, and a gateway that serves several profiles passes over those with a port of their own",
    ],
  ],
  [
    "an API server that could bind nothing counts too",
    { default: vm1(), a: vm1({ env: { API_SERVER_ENABLED: "true" } }) },
    MULTIPLEXED,
    [
      "error vm1/a at profiles.a.env.API_SERVER_ENABLED: a switches on API server, and a gateway that serves several profiles passes over those with a port of their own",
    ],
  ],
  [
    "none for Feishu without its webhook, and for the bridge of WhatsApp",
    {
      default: vm1(),
      a: vm1({ env: { FEISHU_APP_ID: "i", FEISHU_APP_SECRET: "s", WHATSAPP_ENABLED: "1" } }),
    },
    MULTIPLEXED,
    [],
  ],
  ["none with a unit of its own", { default: vm1(), a: vm1({ env: API }) }, {}, []],
]);

ruleTable("credential-within-gateway", [
  [
    "two profiles of one gateway with one token",
    { default: vm1(), a: vm1({ env: TOKEN }), b: vm1({ env: TOKEN }) },
    MULTIPLEXED,
    [
      "error vm1/a vm1/b at profiles.b.env.TELEGRAM_BOT_TOKEN: a and b share the Telegram bot token, and one gateway would use it for each of them at the same time on vm1",
    ],
  ],
  [
    "none for two gateways",
    { default: vm1(), a: vm1({ env: TOKEN }), b: vm1({ user: "other", env: TOKEN }) },
    MULTIPLEXED,
    [],
  ],
]);

ruleTable("exclusion-within-gateway", [
  [
    "profiles of one gateway that are to exclude each other",
    {
      default: vm1({ exclusiveGroup: "gpu" }),
      a: vm1({ exclusiveGroup: "gpu" }),
      b: vm1({ conflictsWith: ["a"] }),
    },
    MULTIPLEXED,
    [
      "error vm1/a vm1/b at profiles.b.conflictsWith: a and b exclude each other (conflictsWith), and one gateway serves them at the same time on vm1",
      "error vm1/default vm1/a at profiles.a.exclusiveGroup: default and a exclude each other (exclusiveGroup gpu), and one gateway serves them at the same time on vm1",
    ],
  ],
  [
    "none for one that another account's gateway serves",
    { default: vm1(), a: vm1(), b: vm1({ user: "other", conflictsWith: ["a"] }) },
    MULTIPLEXED,
    [],
  ],
]);

ruleTable("setting-of-served-profile", [
  [
    "what only a unit can have",
    { default: vm1(), a: vm1({ desired: "stopped", scope: "user", priority: 3 }) },
    MULTIPLEXED,
    [
      "error vm1/a at profiles.a.desired: a has desired stopped, and default, whose gateway serves it on vm1, has running by priority",
      "warning vm1/a at profiles.a.scope: a has scope user, and default, whose gateway serves it on vm1, has system",
      "warning vm1/a at profiles.a.priority: a has priority 3, and default, whose gateway serves it on vm1, has 0",
    ],
  ],
  [
    "none where all have the same, or say nothing of their own",
    { default: vm1({ desired: "stopped" }), a: vm1() },
    { ...MULTIPLEXED, defaults: { scope: "user", priority: 3 } },
    [],
  ],
]);

ruleTable("topology-contradicted", [
  [
    "a default profile that serves itself alone",
    { default: vm1({ ...gateway({ multiplex_profiles: false }), env: { GATEWAY_MULTIPLEX_PROFILES: "0" } }) },
    MULTIPLEXED,
    [
      "error vm1/default at profiles.default.env.GATEWAY_MULTIPLEX_PROFILES: topology: multiplexed on vm1 needs gateway.multiplex_profiles: true, and default says otherwise",
      "error vm1/default at profiles.default.config.gateway.multiplex_profiles: topology: multiplexed on vm1 needs gateway.multiplex_profiles: true, and default says otherwise",
    ],
  ],
  [
    "a list without one of them, and one that keeps itself out",
    {
      default: vm1({ config: { multiplex_profile_allowlist: ["a"] } }),
      a: vm1(),
      b: vm1(gateway({ standalone: true })),
    },
    MULTIPLEXED,
    [
      "error vm1/default at profiles.default.config.multiplex_profile_allowlist: topology: multiplexed on vm1 needs b in multiplex_profile_allowlist, and default says otherwise",
      "error vm1/b at profiles.b.config.gateway.standalone: topology: multiplexed on vm1 needs gateway.standalone: false, and b says otherwise",
    ],
  ],
  [
    "settings that the written topology pins",
    {
      default: vm1(gateway({ auto_multiplex_migration: true })),
      a: vm1({ config: { gateway: "none" } }),
    },
    { topology: "per-profile" },
    [
      "error vm1/a at profiles.a.config.gateway: topology: per-profile on vm1 needs keys below gateway, and a says otherwise",
      "error vm1/default at profiles.default.config.gateway.auto_multiplex_migration: topology: per-profile on vm1 needs gateway.auto_multiplex_migration: false, and default says otherwise",
    ],
  ],
  [
    "none for settings that agree, nor without a written topology",
    { default: vm1(gateway({ multiplex_profiles: "yes" })) },
    MULTIPLEXED,
    [],
  ],
  ["none without a topology", { default: vm1(gateway({ multiplex_profiles: true })) }, {}, []],
]);
