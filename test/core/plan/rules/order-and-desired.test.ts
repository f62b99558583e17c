import { ruleTable } from "../../support/rule-table";

const A = "hermes-gateway-a.service";
const B = "hermes-gateway-b.service";
const vm1 = (options: object) => ({ hosts: ["vm1"], ...options });

ruleTable("systemd-conflicts-not-a-unit", [
  [
    "a name without its type, a number, and one text",
    {
      a: vm1({ config: { systemd_conflicts: [" hermes-gateway-b ", 5, "  ", B] } }),
      b: vm1({ config: { systemd_conflicts: "a.target" } }),
    },
    {},
    [
      'error vm1/a at profiles.a.config.systemd_conflicts: "5" in systemd_conflicts of a is not the name of a system service',
      'error vm1/a at profiles.a.config.systemd_conflicts: "hermes-gateway-b" in systemd_conflicts of a is not the name of a system service',
      'error vm1/b at profiles.b.config.systemd_conflicts: "a.target" in systemd_conflicts of b is not the name of a system service',
    ],
  ],
  [
    "an entry of profile.yaml, and one of both files once",
    {
      a: vm1({
        config: { systemd_conflicts: ["x"] },
        profile: { systemd_conflicts: ["x ", "y"] },
      }),
    },
    {},
    [
      'error vm1/a at profiles.a.config.systemd_conflicts: "x" in systemd_conflicts of a is not the name of a system service',
      'error vm1/a at profiles.a.profile.systemd_conflicts: "y" in systemd_conflicts of a is not the name of a system service',
    ],
  ],
  ["none for services", { a: vm1({ config: { systemd_conflicts: [B, "other.service"] } }) }, {}, []],
]);

ruleTable("systemd-conflicts-itself", [
  [
    "its own unit",
    { a: vm1({ config: { systemd_conflicts: [` ${A} `] } }) },
    {},
    [
      "error vm1/a at profiles.a.config.systemd_conflicts: systemd_conflicts of a names its own unit, hermes-gateway-a.service",
    ],
  ],
  ["none for another", { a: vm1({ config: { systemd_conflicts: [B] } }), b: vm1({}) }, {}, []],
]);

ruleTable("order-cycle", [
  [
    "after a lower neighbour",
    { a: vm1({ after: [B], conflictsWith: ["b"] }), b: vm1({}) },
    {},
    [
      "error vm1/a vm1/b at profiles.a.after: the order of gateways on vm1 contradicts itself: a before b (exclusion), b before a (after of a)",
    ],
  ],
  [
    "a circle of three, of which two steps are exclusions",
    {
      a: vm1({ after: ["hermes-gateway-c.service"], conflictsWith: ["b"] }),
      b: vm1({ conflictsWith: ["c"] }),
      c: vm1({}),
    },
    {},
    [
      "error vm1/a vm1/b vm1/c at profiles.a.after: the order of gateways on vm1 contradicts itself: a before b (exclusion), b before c (exclusion), c before a (after of a)",
    ],
  ],
  [
    "two that wait for each other, without any exclusion",
    { a: vm1({ after: [B] }), b: vm1({ after: [A] }), c: vm1({ after: [A] }) },
    {},
    [
      "error vm1/a vm1/b at profiles.b.after: the order of gateways on vm1 contradicts itself: a before b (after of b), b before a (after of a)",
    ],
  ],
  ["none for after a higher neighbour", { a: vm1({ conflictsWith: ["b"] }), b: vm1({ after: [A] }) }, {}, []],
]);

ruleTable("wants-excluded", [
  [
    "wants, from either side",
    { a: vm1({ wants: [B], conflictsWith: ["b"] }), b: vm1({ directives: { Unit: { BindsTo: A } } }) },
    {},
    [
      "error vm1/a vm1/b at profiles.a.wants: a starts hermes-gateway-b.service together with itself on vm1, and the two exclude each other",
      "error vm1/b vm1/a at profiles.b.directives.Unit.BindsTo: b starts hermes-gateway-a.service together with itself on vm1, and the two exclude each other",
    ],
  ],
  ["none for one that it does not exclude", { a: vm1({ wants: [B] }), b: vm1({}) }, {}, []],
]);

ruleTable("desired-running-excluded", [
  [
    "two that are declared running",
    {
      a: vm1({ desired: "running", exclusiveGroup: "g" }),
      b: vm1({ desired: "running", exclusiveGroup: "g" }),
    },
    {},
    [
      "error vm1/a vm1/b at profiles.b.desired: b is declared running on vm1, but a, which is declared running and stands higher, excludes it",
    ],
  ],
  [
    "none for one",
    { a: vm1({ exclusiveGroup: "g" }), b: vm1({ desired: "running", exclusiveGroup: "g" }) },
    {},
    [],
  ],
]);

ruleTable("desired-over-priority", [
  [
    "a lower one that takes the place of a higher one",
    { a: vm1({ priority: 5, exclusiveGroup: "g" }), b: vm1({ desired: "running", exclusiveGroup: "g" }) },
    {},
    [
      "warning vm1/a vm1/b at profiles.b.desired: a stands higher on vm1, but waits because b is declared running",
    ],
  ],
  [
    "none when the higher one is declared to wait",
    {
      a: vm1({ priority: 5, exclusiveGroup: "g", desired: "standby" }),
      b: vm1({ desired: "running", exclusiveGroup: "g" }),
    },
    {},
    [],
  ],
]);

ruleTable("nobody-runs", [
  [
    "a group of which each waits",
    {
      a: vm1({ exclusiveGroup: "g", desired: "standby" }),
      b: vm1({ exclusiveGroup: "g", desired: "stopped" }),
    },
    {},
    [
      "warning vm1/a vm1/b at profiles.a.desired: a boot of vm1 starts none of a and b: each is declared to wait",
    ],
  ],
  ["none for one that excludes nobody", { a: vm1({ desired: "stopped" }) }, {}, []],
]);
