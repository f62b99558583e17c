import { claimDigest } from "../../../../provider/core/units/mark";
import { ruleTable, STACK } from "../../support/rule-table";
import { seenHost, seenUnit } from "../../support/sample-facts";

const A = "hermes-gateway-a.service";
const OLD = "hermes-gateway-old.service";
const OTHER = "acme/other/prod";
const a = { a: { hosts: ["vm1"] } };
const ID2 = "b".repeat(32);
const both = { vm1: seenHost(), vm2: seenHost({ machineId: ID2 }) };
const vm1 = (...units: ReturnType<typeof seenUnit>[]) => ({
  facts: { ...both, vm1: seenHost({ units }) },
});
const marked = (name: string, priority = 0, more: object = {}) =>
  seenUnit(name, { mark: { owner: `${OTHER}::x`, priority, claims: [] }, ...more });

ruleTable("host-not-seen", [
  [
    "a warning with survey: warn, also for one that was not asked",
    a,
    { survey: "warn", facts: { vm1: { notSeen: "host-unreachable" } } },
    [
      "warning vm1 at survey: vm1 did not answer the survey (host-unreachable): what is on it now is not known",
      "warning vm2 at survey: vm2 did not answer the survey (not-asked): what is on it now is not known",
    ],
  ],
  [
    "an error for each with survey: require, but not for a machine that is not made yet",
    a,
    { survey: "require", facts: { vm1: { notSeen: "auth-failed" }, vm2: { notSeen: "known-later" } } },
    [
      "error vm1 at survey: vm1 did not answer the survey (auth-failed): what is on it now is not known",
      "warning vm2 at hosts.vm2.connection: the survey passed vm2 over: its connection is not known yet, or its machine was made only just now",
    ],
  ],
  [
    "accepted by its host",
    a,
    {
      survey: "require",
      facts: { ...both, vm2: { notSeen: "x" } },
      accept: [{ code: "host-not-seen", subjects: ["vm2"], reason: "off" }],
    },
    ["accepted error vm2 at survey: vm2 did not answer the survey (x): what is on it now is not known"],
  ],
  [
    "an error for a host that refuses foreign gateways, whatever the others do; never for one that is not made yet",
    a,
    {
      survey: "warn",
      hosts: {
        vm1: { connection: { host: "x" }, foreign: "refuse" },
        vm2: { connection: { host: "y" } },
        vm3: { connection: { host: "z" }, foreign: "refuse" },
      },
      facts: {
        vm1: { notSeen: "exec-timeout" },
        vm2: { notSeen: "exec-timeout" },
        vm3: { notSeen: "known-later" },
      },
    },
    [
      "error vm1 at survey: vm1 did not answer the survey (exec-timeout): what is on it now is not known, and foreign: refuse wants to know it",
      "warning vm2 at survey: vm2 did not answer the survey (exec-timeout): what is on it now is not known",
      "warning vm3 at hosts.vm3.connection: the survey passed vm3 over: its connection is not known yet, or its machine was made only just now",
    ],
  ],
  ["none without a survey, and none for hosts that answered", a, { facts: { vm1: seenHost() } }, []],
  ["none when nobody was asked", a, { survey: "require" }, []],
]);

ruleTable("systemd-too-old", [
  [
    "older than any that will do",
    a,
    { facts: { vm1: seenHost({ systemd: 239 }) } },
    ["error vm1 at hosts.vm1: vm1 has systemd 239, and 240 is the oldest that gateways run with"],
  ],
  [
    "older than what is declared",
    a,
    {
      hosts: { vm1: { connection: { host: "x" }, systemd: 254 } },
      facts: { vm1: seenHost() },
    },
    ["warning vm1 at hosts.vm1.systemd: vm1 has systemd 252, but its units are written for 254"],
  ],
  ["none for the oldest", a, { facts: { vm1: seenHost({ systemd: 240 }) } }, []],
]);

ruleTable("same-machine", [
  [
    "one machine-id behind two keys",
    a,
    { facts: { vm1: seenHost(), vm2: seenHost() } },
    [`error vm1 vm2 at hosts.vm2: vm1 and vm2 are one machine: its machine-id is ${"a".repeat(32)}`],
  ],
  ["none for two", a, { facts: both }, []],
  [
    "none for what is no id",
    a,
    { facts: { vm1: seenHost({ machineId: "" }), vm2: seenHost({ machineId: "" }) } },
    [],
  ],
]);

ruleTable("foreign-unit", [
  [
    "a warning by default, with what it does and what it meets",
    a,
    vm1(
      seenUnit(OLD, { home: "/home/hermes/.hermes/profiles/a", conflicts: [A] }),
      seenUnit(A, { scope: "user", account: "hermes", activeState: "inactive", enabled: false }),
    ),
    [
      `warning vm1/${OLD} at foreign: vm1 has ${OLD} (active, enabled), which no stack owns; it uses the home of a; it stops a when it starts`,
      `warning vm1/hermes@${A} at foreign: vm1 has ${A} of the user hermes (inactive, not enabled), which no stack owns`,
    ],
  ],
  [
    "an error with foreign: refuse",
    a,
    { foreign: "refuse", ...vm1(seenUnit(OLD)) },
    [`error vm1/${OLD} at foreign: vm1 has ${OLD} (active, enabled), which no stack owns`],
  ],
  [
    "none for planned, marked and other units, nor for one that the profile's config names",
    { a: { hosts: ["vm1"], config: { systemd_conflicts: [OLD] } } },
    vm1(seenUnit(OLD), seenUnit(A), marked("hermes-gateway-z.service"), seenUnit("nginx.service")),
    [],
  ],
  [
    "none for a planned user unit, one for its namesake of the system",
    { a: { hosts: ["vm1"], scope: "user" } },
    vm1(seenUnit(A), seenUnit(A, { scope: "user", account: "hermes" })),
    [`warning vm1/${A} at foreign: vm1 has ${A} (active, enabled), which no stack owns`],
  ],
  ["none with foreign: exclude", a, { foreign: "exclude", ...vm1(seenUnit(OLD)) }, []],
  ["none on a host without gateways", { a: { hosts: ["vm2"] } }, vm1(seenUnit(OLD)), []],
]);

ruleTable("foreign-unit-not-excluded", [
  [
    "a user unit, one that names ours in either way, one that ours waits for",
    { a: { hosts: ["vm1"], after: ["hermes-gateway-w.service"] } },
    {
      foreign: "exclude",
      ...vm1(
        seenUnit(OLD, { scope: "user", account: "hermes" }),
        seenUnit("hermes-gateway-c.service", { conflicts: [A] }),
        seenUnit("hermes-gateway-b.service", { before: [A] }),
        seenUnit("hermes-gateway-w.service"),
      ),
    },
    [
      `error vm1/hermes@${OLD} at foreign: ${OLD} of the user hermes (active, enabled) on vm1 cannot be excluded: it belongs to the user manager of hermes, which no directive of a system unit reaches`,
      `error vm1/hermes-gateway-c.service at foreign: hermes-gateway-c.service (active, enabled) on vm1 cannot be excluded: it names ${A} itself, and units that name each other start nobody at boot`,
      `error vm1/hermes-gateway-b.service at foreign: hermes-gateway-b.service (active, enabled) on vm1 cannot be excluded: it names ${A} itself, and units that name each other start nobody at boot`,
      "error vm1/hermes-gateway-w.service at foreign: hermes-gateway-w.service (active, enabled) on vm1 cannot be excluded: a waits for it or starts it (after, wants)",
    ],
  ],
  [
    "a system unit, where a gateway runs under its account's own manager; its own manager's can be excluded",
    { a: { hosts: ["vm1"], scope: "user" } },
    {
      foreign: "exclude",
      ...vm1(seenUnit(OLD), seenUnit("hermes-gateway-c.service", { scope: "user", account: "hermes" })),
    },
    [
      `error vm1/${OLD} at foreign: ${OLD} (active, enabled) on vm1 cannot be excluded: it is a unit of the system, which no directive of a reaches under an account's own manager`,
    ],
  ],
  ["none without foreign: exclude", a, vm1(seenUnit(OLD, { conflicts: [A] })), []],
]);

const between = (higher: string) =>
  `warning vm1/a at undefined: a and ${OLD} of the stack ${OTHER} exclude each other on vm1 (exclusion: all): ${higher}`;

ruleTable("contends-with-another-stack", [
  [
    "ours is higher",
    { a: { hosts: ["vm1"], priority: 1 } },
    { exclusion: "all", ...vm1(marked(OLD)) },
    [between(`${A} stands higher and stops the other when it starts`)],
  ],
  [
    "theirs is higher and has not been told",
    a,
    { exclusion: "all", ...vm1(marked(OLD, 1)) },
    [
      between(
        `${OLD} stands higher, but its stack has not made it name ${A}; an update of that stack with a survey may`,
      ),
    ],
  ],
  [
    "theirs is higher and names ours",
    a,
    { exclusion: "all", ...vm1(marked(OLD, 1, { conflicts: [A] })) },
    [between(`${OLD} stands higher and stops this one when it starts`)],
  ],
  [
    "a port that both claim, as the digests of their mark show",
    { a: { hosts: ["vm1"], ports: [9000], priority: 1 } },
    vm1(
      marked(OLD, 0, {
        mark: { owner: `${OTHER}::x`, priority: 0, claims: [claimDigest("port 9000", OTHER)] },
      }),
    ),
    [
      `warning vm1/a at undefined: a and ${OLD} of the stack ${OTHER} exclude each other on vm1 (port 9000): ${A} stands higher and stops the other when it starts`,
    ],
  ],
  [
    "a credential that both have, which stays unnamed",
    { a: { hosts: ["vm1"], env: { TELEGRAM_BOT_TOKEN: "1:x" } } },
    vm1(
      marked(OLD, 9, {
        mark: {
          owner: `${OTHER}::x`,
          priority: 9,
          claims: [claimDigest("credential TELEGRAM_BOT_TOKEN 1:x", OTHER)],
        },
        conflicts: [A],
      }),
    ),
    [
      `warning vm1/a at undefined: a and ${OLD} of the stack ${OTHER} exclude each other on vm1 (a credential): ${OLD} stands higher and stops this one when it starts`,
    ],
  ],
  [
    "an order that names and the host's own order see differently",
    { default: { hosts: ["vm1"] }, ops: { hosts: ["vm1"] } },
    { exclusion: "all", ...vm1(marked("hermes-gateway-writer.service")) },
    [
      `warning vm1/default at undefined: default and hermes-gateway-writer.service of the stack ${OTHER} exclude each other on vm1 (exclusion: all): hermes-gateway-writer.service stands higher, but its stack has not made it name hermes-gateway.service; an update of that stack with a survey may`,
      `warning vm1/ops at undefined: ops and hermes-gateway-writer.service of the stack ${OTHER} exclude each other on vm1 (exclusion: all): their order is open, because a gateway of this stack stands above the one and below the other, so neither names the other`,
    ],
  ],
  [
    "managers that no directive joins",
    { a: { hosts: ["vm1"], scope: "user", priority: 1 } },
    { exclusion: "all", ...vm1(marked(OLD)) },
    [between("they run under different managers, so neither stops the other")],
  ],
  [
    "none where nothing is claimed by both, where only the user declares, and within one stack",
    { a: { hosts: ["vm1"], ports: [9000] } },
    vm1(
      marked(OLD, 0, {
        mark: { owner: `${OTHER}::x`, priority: 0, claims: [claimDigest("port 9000", STACK)] },
      }),
      marked("hermes-gateway-mine.service", 0, {
        mark: { owner: `${STACK}::y`, priority: 0, claims: [claimDigest("port 9000", STACK)] },
      }),
    ),
    [],
  ],
  ["none with exclusion: declared", a, { exclusion: "declared", ...vm1(marked(OLD)) }, []],
]);

ruleTable("systemd-conflicts-other-scope", [
  [
    "a unit that only a user manager has",
    { a: { hosts: ["vm1"], config: { systemd_conflicts: [OLD] } } },
    vm1(seenUnit(OLD, { scope: "user", account: "hermes" })),
    [
      `warning vm1/a at profiles.a.config.systemd_conflicts: systemd_conflicts of a names ${OLD}, which on vm1 is a unit of user scope, while a is one of system scope`,
    ],
  ],
  [
    "a unit that only another account's manager has",
    { a: { hosts: ["vm1"], scope: "user", config: { systemd_conflicts: [OLD] } } },
    vm1(seenUnit(OLD, { scope: "user", account: "svc" })),
    [
      `warning vm1/a at profiles.a.config.systemd_conflicts: systemd_conflicts of a names ${OLD}, which on vm1 is a unit of svc's user scope, while a is one of user scope`,
    ],
  ],
  [
    "none for a unit of the own manager in user scope",
    { a: { hosts: ["vm1"], scope: "user", config: { systemd_conflicts: [OLD] } } },
    vm1(seenUnit(OLD, { scope: "user", account: "hermes" })),
    [],
  ],
  [
    "none for a gateway of the fleet that a lock keeps apart",
    {
      a: { hosts: ["vm1"], scope: "user", config: { systemd_conflicts: ["hermes-gateway-b.service"] } },
      b: { hosts: ["vm1"] },
    },
    vm1(seenUnit("hermes-gateway-b.service")),
    [],
  ],
  [
    "none where both managers have it, and none for a unit that nobody saw",
    { a: { hosts: ["vm1"], config: { systemd_conflicts: [OLD, "x.service"] } } },
    vm1(seenUnit(OLD), seenUnit(OLD, { scope: "user", account: "hermes" })),
    [],
  ],
]);
