import { ruleTable } from "../../support/rule-table";

const ON_VM1 = { hosts: ["vm1"] };
const USER = { ...ON_VM1, scope: "user" };

ruleTable("unit-in-both-scopes", [
  [
    "one name in system and in user scope",
    { a: { ...ON_VM1, unitName: "bot.service" }, b: { ...USER, unitName: "bot.service" } },
    {},
    [
      "error vm1/a vm1/b at profiles.b.unitName: the profiles a and b have a unit bot.service in system and in user scope on vm1, and Hermes' commands act on the latter alone",
    ],
  ],
  [
    "none for one name under two accounts",
    { a: { ...USER, unitName: "bot.service" }, b: { ...USER, user: "other", unitName: "bot.service" } },
    {},
    [],
  ],
  [
    "none on different hosts",
    { a: { hosts: ["vm2"], unitName: "bot.service" }, b: { ...USER, unitName: "bot.service" } },
    {},
    [],
  ],
]);

ruleTable("linger-needed", [
  [
    "a user-scope gateway that nobody keeps alive",
    { a: { ...USER, linger: false } },
    {},
    [
      "warning vm1/a at profiles.a.linger: the gateway of a ends with the last session of hermes and no boot starts it, unless somebody has switched linger on",
    ],
  ],
  ["none by default", { a: USER }, {}, []],
  ["none in system scope", { a: { ...ON_VM1, linger: false } }, {}, []],
]);

ruleTable("group-in-user-scope", [
  [
    "a group",
    { a: { ...USER, group: "gpu" } },
    {},
    ["error vm1/a at profiles.a.group: the manager of hermes cannot run the gateway of a in the group gpu"],
  ],
  ["none in system scope", { a: { ...ON_VM1, group: "gpu" } }, {}, []],
]);

ruleTable("target-of-system-scope", [
  [
    "a target that only process 1 has, also from the defaults",
    { a: USER },
    { defaults: { wantedBy: ["default.target", "multi-user.target"] } },
    [
      "error vm1/a at profiles.a.wantedBy[1]: the manager of hermes has no multi-user.target, so it would never start the gateway of a",
    ],
  ],
  ["none for a target of the account's own", { a: { ...USER, wantedBy: ["mine.target"] } }, {}, []],
  ["none in system scope", { a: ON_VM1 }, {}, []],
]);

ruleTable("systemd-conflicts-other-scope", [
  [
    "a unit of others, from user scope",
    { a: { ...USER, config: { systemd_conflicts: ["ollama.service"] } } },
    {},
    [
      "warning vm1/a at profiles.a.config.systemd_conflicts: systemd_conflicts of a names ollama.service, which only counts if it is a unit of hermes's own manager on vm1",
    ],
  ],
  [
    "none for a gateway of the fleet, which a lock keeps apart",
    { a: { ...USER, config: { systemd_conflicts: ["hermes-gateway-b.service"] } }, b: ON_VM1 },
    {},
    [],
  ],
  ["none from system scope", { a: { ...ON_VM1, config: { systemd_conflicts: ["ollama.service"] } } }, {}, []],
]);

ruleTable("dependency-on-other-scope", [
  [
    "an order across managers",
    { a: { ...USER, after: ["hermes-gateway-b.service"] }, b: ON_VM1 },
    {},
    [
      "warning vm1/a vm1/b at profiles.a.after[0]: after of a names hermes-gateway-b.service, which another manager runs on vm1, so it has no effect",
    ],
  ],
  [
    "a dependency across accounts",
    { a: { ...USER, wants: ["hermes-gateway-b.service"] }, b: { ...USER, user: "other" } },
    {},
    [
      "warning vm1/a vm1/b at profiles.a.wants[0]: wants of a names hermes-gateway-b.service, which another manager runs on vm1, so it has no effect",
    ],
  ],
  ["none within one manager", { a: { ...USER, after: ["hermes-gateway-b.service"] }, b: USER }, {}, []],
  ["none for units of others", { a: { ...USER, after: ["ssh-agent.service"] } }, {}, []],
]);
