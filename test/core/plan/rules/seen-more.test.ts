import { claimDigest } from "../../../../provider/core/units/mark";
import { ruleTable, STACK } from "../../support/rule-table";
import { seenHost, seenUnit } from "../../support/sample-facts";

const A = "hermes-gateway-a.service";
const API = "hermes-api-x.service";
const a = { a: { hosts: ["vm1"] } };
const port = { a: { hosts: ["vm1"], ports: [18800] } };
const vm1 = (more: object) => ({
  facts: { vm1: seenHost(more), vm2: seenHost({ machineId: "b".repeat(32) }) },
});
const units = (...seen: ReturnType<typeof seenUnit>[]) => vm1({ units: seen });

ruleTable("foreign-unit", [
  [
    "an API server's unit and hermes.service, with the ports that they hold or name, masked ones too",
    port,
    units(
      seenUnit(API, { ports: [18800] }),
      seenUnit("hermes-api-y.service", {
        masked: true,
        activeState: "inactive",
        enabled: false,
        declaredPorts: [18800],
        fragmentPath: "/usr/lib/systemd/system/hermes-api-y.service",
      }),
      seenUnit("hermes.service", { home: "/home/hermes/.hermes/profiles/a" }),
    ),
    [
      `warning vm1/${API} at foreign: vm1 has ${API} (active, enabled, listens on port 18800), which no stack owns; it holds port 18800, which a needs`,
      "warning vm1/hermes-api-y.service at foreign: vm1 has hermes-api-y.service (inactive, masked, from /usr/lib/systemd/system/hermes-api-y.service), which no stack owns; its text names port 18800, which a needs",
      "warning vm1/hermes.service at foreign: vm1 has hermes.service (active, enabled), which no stack owns; it uses the home of a",
    ],
  ],
  [
    "a unit of any name that runs a gateway or holds a port, and a Hermes unit on a home",
    port,
    units(
      seenUnit("assistant.service", { gateway: true }),
      seenUnit("caddy.service", { ports: [18800] }),
      seenUnit("hermes-dashboard.service", { home: "/home/hermes/.hermes/profiles/a" }),
      seenUnit("hermes-backup.service", { home: "/srv" }),
      seenUnit("other.service", { home: "/home/hermes/.hermes/profiles/a" }),
    ),
    [
      "warning vm1/assistant.service at foreign: vm1 has assistant.service (active, enabled), which no stack owns",
      "warning vm1/caddy.service at foreign: vm1 has caddy.service (active, enabled, listens on port 18800), which no stack owns; it holds port 18800, which a needs",
      "warning vm1/hermes-dashboard.service at foreign: vm1 has hermes-dashboard.service (active, enabled), which no stack owns; it uses the home of a",
    ],
  ],
  [
    "with foreign: refuse an error, but a warning for one that is masked and does not run",
    a,
    { foreign: "refuse", ...units(seenUnit(API, { masked: true, activeState: "inactive" })) },
    [`warning vm1/${API} at foreign: vm1 has ${API} (inactive, masked), which no stack owns`],
  ],
  [
    "with foreign: exclude a warning for what that is not about: another account's units, Hermes units that only share a home",
    a,
    {
      foreign: "exclude",
      ...units(
        seenUnit(API),
        seenUnit("hermes-dashboard.service", { home: "/home/hermes/.hermes/profiles/a" }),
        seenUnit(A, { scope: "user", account: "other" }),
      ),
    },
    [
      "warning vm1/hermes-dashboard.service at foreign: vm1 has hermes-dashboard.service (active, enabled), which no stack owns; it uses the home of a",
      `warning vm1/other@${A} at foreign: vm1 has ${A} of the user other (active, enabled), which no stack owns`,
    ],
  ],
]);

ruleTable("foreign-unit-not-excluded", [
  [
    "a gateway whose name is none of Hermes'",
    a,
    { foreign: "exclude", ...units(seenUnit("ssh.service", { gateway: true })) },
    [
      'error vm1/ssh.service at foreign: ssh.service (active, enabled) on vm1 cannot be excluded: its name does not begin with "hermes", and foreign: exclude names no other unit; systemd_conflicts in the config of a profile can',
    ],
  ],
]);

const orphan = (owner: string, more: object = {}) =>
  seenUnit("hermes-gateway-gone.service", {
    mark: { owner, priority: 0, claims: [claimDigest("port 18800", STACK)] },
    ...more,
  });

ruleTable("orphaned-gateway", [
  [
    "a marked unit of this stack and fleet that no profile declares, with what it claims",
    port,
    units(orphan(`${STACK}::hermes/vm1/gone`)),
    [
      "warning vm1/hermes-gateway-gone.service vm1/a at undefined: vm1 has hermes-gateway-gone.service (active, enabled), which this stack made for vm1/gone; no profile declares it, and it claims port 18800, as a does",
    ],
  ],
  [
    "one of a host key that the machine had before",
    a,
    units(orphan(`${STACK}::hermes/old/a`)),
    [
      "warning vm1/hermes-gateway-gone.service at undefined: vm1 has hermes-gateway-gone.service (active, enabled), which this stack made for old/a; no profile declares it",
    ],
  ],
  [
    "none for a profile that has another unit now, or had this key, nor for another fleet or stack",
    { a: { hosts: ["vm1"], renamedFrom: "gone" } },
    units(
      orphan(`${STACK}::hermes/vm1/gone`),
      orphan(`${STACK}::hermes/vm1/a`),
      orphan(`${STACK}::other/vm1/gone`),
      orphan("acme/chat/dev::hermes/vm1/gone"),
    ),
    [],
  ],
  [
    "none for what an account wrote into a unit of its own",
    a,
    units(orphan(`${STACK}::hermes/vm1/gone`, { scope: "user", account: "hermes" })),
    [],
  ],
]);

ruleTable("port-held", [
  [
    "a process outside of every gateway unit",
    { a: { hosts: ["vm1"], ports: [80, 81] }, b: { hosts: ["vm1"], ports: [80], scope: "user" } },
    vm1({
      listeners: [
        { port: 80, process: "nginx", unit: "nginx.service" },
        { port: 80, process: "nc", unit: "run-u1.service", account: "hermes" },
        { port: 81, process: "python3" },
        { port: 82, process: "sshd", unit: "ssh.service" },
      ],
    }),
    [
      "warning vm1/a vm1/b at undefined: port 80 of a and b is taken on vm1 by the process nginx of nginx.service and the process nc of run-u1.service of the user hermes",
      "warning vm1/a at undefined: port 81 of a is taken on vm1 by the process python3",
    ],
  ],
  [
    "none for a gateway of the plan, and none for units with findings of their own",
    port,
    vm1({
      units: [seenUnit(API, { ports: [18800] })],
      listeners: [
        { port: 18800, process: "hermes", unit: A },
        { port: 18800, process: "hermes", unit: API },
      ],
    }),
    [],
  ],
]);

ruleTable("account-home-differs", [
  [
    "an account that lives elsewhere than the home that was guessed",
    { a: { hosts: ["vm1"], user: "svc" }, default: { hosts: ["vm1"], user: "svc" } },
    vm1({ homes: { svc: "/var/lib/svc" } }),
    [
      "warning vm1/a at profiles.a.home: svc lives in /var/lib/svc on vm1, but a declares no home, and /home/svc/.hermes/profiles/a was taken for it",
      "warning vm1/default at profiles.default.home: svc lives in /var/lib/svc on vm1, but default declares no home, and /home/svc/.hermes was taken for it",
    ],
  ],
  [
    "none where it is declared, fits, or is not known",
    {
      a: { hosts: ["vm1"], user: "svc", home: "/home/svc/.hermes/profiles/a" },
      b: { hosts: ["vm1"], user: "root" },
      c: { hosts: ["vm1"], user: "constructor" },
    },
    vm1({ homes: { svc: "/var/lib/svc", root: "/root" } }),
    [],
  ],
]);

const HAND = (directory: string, sets = ["Conflicts"]) => ({
  path: `/etc/systemd/system/${directory}.d/10-conflicts.conf`,
  sets,
});

ruleTable("drop-in-in-effect", [
  [
    "by name, by prefix and by type",
    { a: { hosts: ["vm1"] }, b: { hosts: ["vm1"] } },
    vm1({ dropIns: [HAND(A, ["Conflicts", "Before"]), HAND("hermes-.service"), HAND("service", [])] }),
    [
      `warning vm1/a at undefined: /etc/systemd/system/${A}.d/10-conflicts.conf on vm1 is in effect for ${A} (it sets Conflicts and Before), and is no part of the plan`,
      `warning vm1/a vm1/b at undefined: /etc/systemd/system/hermes-.service.d/10-conflicts.conf on vm1 is in effect for ${A} and hermes-gateway-b.service (it sets Conflicts), and is no part of the plan`,
      `warning vm1/a vm1/b at undefined: /etc/systemd/system/service.d/10-conflicts.conf on vm1 is in effect for ${A} and hermes-gateway-b.service, and is no part of the plan`,
    ],
  ],
  [
    "none for other units, for gateways of accounts, for what a distribution says of every service, and for our own",
    { a: { hosts: ["vm1"] }, b: { hosts: ["vm1"], scope: "user" } },
    vm1({
      dropIns: [
        HAND("hermes-gateway-b.service"),
        HAND("hermes-gateway-x-.service"),
        { path: "/usr/lib/systemd/system/service.d/10-timeout-abort.conf", sets: ["TimeoutStopFailureMode"] },
        { path: `/etc/systemd/system/${A}.d/50-hermes-fleet.conf`, sets: ["ExecStart"] },
      ],
    }),
    [],
  ],
]);

const had = seenUnit(A, {
  sets: [
    "Service.Environment.HERMES_HOME",
    "Service.Environment.PATH",
    "Service.ExecStart",
    "Service.ExecStopPost",
    "Service.LimitNOFILE",
  ],
});

ruleTable("take-over-drops", [
  [
    "what the unit on the host sets and the plan's does not",
    { a: { hosts: ["vm1"], adopt: "take-over", directives: { Service: { LimitNOFILE: "1024" } } } },
    units(had),
    [
      `warning vm1/a at undefined: ${A} on vm1 will be taken over by a, whose unit does not set Environment=PATH and ExecStopPost=`,
    ],
  ],
  ["none where nothing is taken over", a, units(had), []],
]);

ruleTable("survey-incomplete", [
  [
    "accounts that were not heard to their end, and what there is too much of",
    a,
    vm1({ incomplete: ["hermes", "units"] }),
    ["warning vm1 at survey: the survey of vm1 did not see the user units of hermes and more units"],
  ],
  ["none otherwise", a, vm1({}), []],
]);
