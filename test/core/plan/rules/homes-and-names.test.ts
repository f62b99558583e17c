import { ruleTable } from "../../support/rule-table";

const ARGS = ["gateway", "run"];
const home = (path: string) => ({ hosts: ["vm1"], home: path, args: ARGS });

ruleTable("nested-home", [
  [
    "a home inside another one",
    { a: home("/srv/a"), b: home("/srv/a/x/b") },
    {},
    [
      "error vm1/a vm1/b at profiles.b.home: the home of b, /srv/a/x/b, lies inside the home of a, /srv/a, on vm1",
    ],
  ],
  [
    "a home deeper than where Hermes keeps profiles",
    { a: home("/srv/a"), b: home("/srv/a/profiles/b/home") },
    {},
    [
      "error vm1/a vm1/b at profiles.b.home: the home of b, /srv/a/profiles/b/home, lies inside the home of a, /srv/a, on vm1",
    ],
  ],
  ["none where Hermes keeps profiles", { default: null, a: null }, {}, []],
  ["none for a path that only begins alike", { a: home("/srv/a"), b: home("/srv/ab") }, {}, []],
  ["none on two hosts", { a: home("/srv/a"), b: { ...home("/srv/a/b"), hosts: ["vm2"] } }, {}, []],
]);

ruleTable("home-of-another-profile", [
  [
    "a home in another profile's place",
    { a: home("/home/hermes/.hermes/profiles/b") },
    {},
    [
      "warning vm1/a at profiles.a.home: the home of a is /home/hermes/.hermes/profiles/b, which Hermes takes for the profile b",
    ],
  ],
  ["none in its own", { a: home("/srv/profiles/a"), default: home("/srv") }, {}, []],
]);

ruleTable("home-not-where-profile-leads", [
  [
    "a home that --profile leads away from",
    { a: { hosts: ["vm1"], home: "/srv/h" } },
    {},
    [
      "warning vm1/a at profiles.a.home: --profile a leads Hermes to /srv/h/profiles/a, not to the home of a, /srv/h",
    ],
  ],
  ["none without --profile", { a: home("/srv/h") }, {}, []],
  ["none in a profile's directory", { a: { home: "/srv/profiles/a" } }, {}, []],
]);

ruleTable("profile-argument-mismatch", [
  [
    "args that name another profile",
    { a: { hosts: ["vm1"], args: ["gateway", "run", "-p", "b"] } },
    {},
    ["error vm1/a at profiles.a.args: the unit of a would run the profile b, which its args name"],
  ],
  [
    "the other spelling",
    { a: { hosts: ["vm2"], args: ["--profile=b", "gateway", "run"] } },
    {},
    ["error vm2/a at profiles.a.args: the unit of a would run the profile b, which its args name"],
  ],
  ["none for its own", { a: { args: ["--profile", "a", "gateway", "run", "-v"] }, b: null }, {}, []],
]);

ruleTable("replace-argument", [
  [
    "--replace",
    { a: { args: [...ARGS, "--replace"] } },
    {},
    [
      "error vm1/a vm2/a at profiles.a.args[2]: the unit of a would start Hermes with --replace, and supervised gateways would end each other for ever",
    ],
  ],
  ["none without", { a: { args: ARGS } }, {}, []],
]);

ruleTable("unit-name-of-another-profile", [
  [
    "the default profile's name",
    { a: { hosts: ["vm1"], unitName: "hermes-gateway.service" } },
    {},
    [
      "warning vm1/a at profiles.a.unitName: the unit of a, hermes-gateway.service, has the name that Hermes gives to the profile default",
    ],
  ],
  [
    "another profile's name",
    { default: { hosts: ["vm1"], unitName: "hermes-gateway-a.service" } },
    {},
    [
      "warning vm1/default at profiles.default.unitName: the unit of default, hermes-gateway-a.service, has the name that Hermes gives to the profile a",
    ],
  ],
  ["none for its own", { default: null, a: null }, {}, []],
]);

ruleTable("unit-name-unknown-to-hermes", [
  [
    "a name of one's own",
    { a: { hosts: ["vm1"], unitName: "bot.service" } },
    {},
    [
      "warning vm1/a at profiles.a.unitName: Hermes does not look for bot.service, so its own commands take the gateway of a for one without a unit",
    ],
  ],
  ["none for Hermes' names", { default: null, a: null }, {}, []],
]);

ruleTable("legacy-unit-name", [
  [
    "hermes.service",
    { a: { hosts: ["vm1"], unitName: "hermes.service" } },
    {},
    [
      "error vm1/a at profiles.a.unitName: the unit of a is hermes.service, which Hermes removes as a leftover of old versions",
    ],
  ],
  ["none for a name that only begins so", { a: { unitName: "hermes-a.service" } }, {}, []],
]);
