import { expect } from "chai";
import { connection, HOSTS, problemsOf, profile, type Refusal } from "../support/refusals";

const KEY_REMEDY =
  'use lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit, for example "vm1"';
const PROFILE_REMEDY =
  'use lower-case letters, digits, "_" and "-", beginning with a letter or digit, 64 at most, for example "coder"; ' +
  "hermes, test, tmp, root and sudo are reserved";
const notAProfileName = (key: string) => `"${key}" is not a name that Hermes takes for a profile`;

describe("parseFleet refuses, under the path the user wrote,", () => {
  const table: Refusal[] = [
    ["no document", null, "", "is empty, but must be a set of keys", "write `key: value` lines below it"],
    [
      "a list as a document",
      [],
      "",
      "is a list, but must be a set of keys",
      "write `key: value` lines below it",
    ],
    [
      "a profile name in upper case",
      profile({}, "Coder"),
      "profiles.Coder",
      notAProfileName("Coder"),
      PROFILE_REMEDY,
    ],
    [
      "a reserved profile name",
      profile({}, "root"),
      "profiles.root",
      notAProfileName("root"),
      PROFILE_REMEDY,
    ],
    [
      "a profile name with a blank",
      profile({}, "a b"),
      'profiles["a b"]',
      notAProfileName("a b"),
      PROFILE_REMEDY,
    ],
    [
      "a profile name that is too long",
      profile({}, "a".repeat(65)),
      `profiles.${"a".repeat(65)}`,
      notAProfileName("a".repeat(65)),
      PROFILE_REMEDY,
    ],
    [
      "a host key in upper case",
      { hosts: { VM1: HOSTS.vm1 }, profiles: { a: null } },
      "hosts.VM1",
      '"VM1" is not a valid key',
      KEY_REMEDY,
    ],
    [
      "an unknown key",
      { ...profile({}), profile: {} },
      "profile",
      '"profile" is not a known key',
      'write "profiles"; `hermes-fleet reference` lists all keys',
    ],
    [
      "a wrong type",
      profile({ priority: "high" }),
      "profiles.coder.priority",
      "is text, but must be a number",
      "write a number, without quotes",
    ],
    [
      "a fraction",
      profile({ priority: 1.5 }),
      "profiles.coder.priority",
      "is a number with a fraction, but must be a whole number",
      "write a whole number, without quotes",
    ],
    [
      "a number that is too large",
      profile({ priority: 1_000_001 }),
      "profiles.coder.priority",
      "1000001 is too large",
      "write 1000000 or less",
    ],
    [
      "a text in place of a list",
      profile({ hosts: "vm1" }),
      "profiles.coder.hosts",
      "is text, but must be a list",
      "write a list, for example [a, b]",
    ],
    ["no hosts at all", { profiles: { a: null } }, "hosts", "is missing", "write a set of keys here"],
    [
      "an empty set of hosts",
      { hosts: {}, profiles: { a: null } },
      "hosts",
      "names no host",
      "add one, for example vm1 with `connection: {host: 192.0.2.10}` below it",
    ],
    [
      "an empty set of profiles",
      { hosts: HOSTS, profiles: {} },
      "profiles",
      "names no profile",
      "add one, for example coder",
    ],
    [
      "an empty list of hosts",
      profile({ hosts: [] }),
      "profiles.coder.hosts",
      "is an empty list",
      "name at least one, or leave the option out for its default",
    ],
    [
      "a placement on no host of the fleet",
      profile({ hosts: ["vm1", "vm2"] }),
      "profiles.coder.hosts[1]",
      '"vm2" is not a host of this fleet',
      'write "vm1", or add the host',
    ],
    [
      "a conflict with no profile of the fleet",
      profile({ conflictsWith: ["writer"] }),
      "profiles.coder.conflictsWith[0]",
      '"writer" is not a profile of this fleet',
      "add the profile, or leave it out",
    ],
    [
      "a conflict with itself",
      profile({ conflictsWith: ["coder"] }),
      "profiles.coder.conflictsWith[0]",
      '"coder" is this profile itself',
      "leave it out, or name another profile",
    ],
    [
      "a move from something that is no host key",
      profile({ movedFrom: "VM 1" }),
      "profiles.coder.movedFrom",
      '"VM 1" is not a valid key',
      KEY_REMEDY,
    ],
    [
      "a mistyped choice",
      profile({ restart: "on_failure" }),
      "profiles.coder.restart",
      '"on_failure" is not one of no, on-success, on-failure, on-abnormal, on-watchdog, on-abort, always',
      "write on-failure",
    ],
    [
      "a deadline before the end of its window",
      profile({ health: { healthyForSeconds: 90, deadlineSeconds: 60 } }),
      "profiles.coder.health.deadlineSeconds",
      "60 is less than healthyForSeconds, 90: no gateway could ever count as healthy",
      "write 120, or leave it out",
    ],
    [
      "an old systemd",
      { hosts: { vm1: { ...HOSTS.vm1, systemd: 239 } }, profiles: { a: null } },
      "hosts.vm1.systemd",
      "239 is too small",
      "write 240 or more",
    ],
    [
      "a host without a connection",
      { hosts: { vm1: {} }, profiles: { a: null } },
      "hosts.vm1.connection",
      "is missing",
      "write a set of keys here",
    ],
    [
      "a connection without a host",
      connection({ port: 22 }),
      "hosts.vm1.connection.host",
      "is missing",
      "write the machine's name or address, or local: true for this machine",
    ],
    [
      "a proxy without a host",
      connection({ host: "x", proxy: {} }),
      "hosts.vm1.connection.proxy.host",
      "is missing",
      "write text here",
    ],
    [
      "the key __proto__",
      JSON.parse('{"hosts":{"vm1":{"connection":{"host":"x"}}},"profiles":{"a":{"env":{"__proto__":"x"}}}}'),
      "profiles.a.env.__proto__",
      '"__proto__" is not a key',
      "use another name",
    ],
  ];
  for (const [what, document, path, message, remedy] of table) {
    it(what, () => {
      expect(problemsOf(document)).to.deep.equal([[path, message, remedy]]);
    });
  }
});
