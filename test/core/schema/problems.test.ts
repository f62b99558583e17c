import { expect } from "chai";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";

type Options = Record<string, unknown>;

const HOSTS = { vm1: { connection: { host: "192.0.2.10" } } };

function problemsOf(document: unknown): [path: string, message: string, remedy: string][] {
  const { problems } = parseFleet(document);
  return (problems ?? []).map(({ path, message, remedy }) => [path, message, remedy]);
}

/** A fleet with one profile that has these options. */
const profile = (options: Options | null, key = "coder") => ({ hosts: HOSTS, profiles: { [key]: options } });
/** A fleet with one host that has this connection. */
const connection = (options: unknown) => ({
  hosts: { vm1: { connection: options } },
  profiles: { coder: null },
});
const service = (directives: Options) => profile({ directives: { Service: directives } });

const KEY_REMEDY =
  'use lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit, for example "vm1"';
const PROFILE_REMEDY =
  'use lower-case letters, digits, "_" and "-", beginning with a letter or digit, 64 at most, for example "coder"; ' +
  "hermes, test, tmp, root and sudo are reserved";
const notAProfileName = (key: string) => `"${key}" is not a name that Hermes takes for a profile`;
const FLEET_KEYS = "the keys here are name, exclusion, hosts, defaults, profiles";
const LINE_BREAK = "has a line break, which would begin another directive";

describe("parseFleet refuses, under the path the user wrote,", () => {
  const table: [what: string, document: unknown, path: string, message: string, remedy: string][] = [
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
      `write "profiles"; ${FLEET_KEYS}`,
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
      "a line break in a directive",
      service({ MemoryMax: "1G\nExecStart=/bin/sh" }),
      "profiles.coder.directives.Service.MemoryMax",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a line break in one of several",
      service({ Foo: ["a", "b\rc"] }),
      "profiles.coder.directives.Service.Foo[1]",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a line break in an argument",
      profile({ args: ["run", "a\nb"] }),
      "profiles.coder.args[1]",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a line break in a variable",
      profile({ environment: { A: "a\nb" } }),
      "profiles.coder.environment.A",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a line break in the description",
      profile({ description: "a\u2028b" }),
      "profiles.coder.description",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a line break in a path",
      profile({ home: "/a\n/b" }),
      "profiles.coder.home",
      LINE_BREAK,
      "write it on one line",
    ],
    [
      "a backslash at the end of a directive",
      service({ Foo: "a\\" }),
      "profiles.coder.directives.Service.Foo",
      "ends in a backslash, which would join the next line to it",
      "leave the last backslash out",
    ],
    [
      "a character that no unit can carry",
      profile({ args: ["\0"] }),
      "profiles.coder.args[0]",
      "has the character U+0000, which no unit file can carry",
      "leave the character out",
    ],
    [
      "a directive that an option writes",
      service({ User: "x" }),
      "profiles.coder.directives.Service.User",
      "User= is written by this package",
      "use the option user",
    ],
    [
      "a directive that the plan writes",
      profile({ directives: { Unit: { Conflicts: "x" } } }),
      "profiles.coder.directives.Unit.Conflicts",
      "Conflicts= is written by this package",
      "use the option conflictsWith or exclusiveGroup; the order follows from priority",
    ],
    [
      "a directive that would break the plan",
      profile({ directives: { Install: { RequiredBy: "x" } } }),
      "profiles.coder.directives.Install.RequiredBy",
      "RequiredBy= is written by this package",
      "leave it out: two required gateways that exclude each other would make the target fail",
    ],
    [
      "a directive in a section that a service does not have",
      profile({ directives: { Socket: {} } }),
      "profiles.coder.directives.Socket",
      '"Socket" is not a known key',
      "the keys here are Unit, Service, Install",
    ],
    [
      "a directive in lower case",
      service({ memoryMax: "1G" }),
      "profiles.coder.directives.Service.memoryMax",
      '"memoryMax" is not the name of a directive',
      'spell it as systemd does, for example "MemoryMax"',
    ],
    [
      "a relative path",
      profile({ home: "~/h" }),
      "profiles.coder.home",
      '"~/h" is not an absolute path',
      'begin it with "/"; "~" and relative paths have no meaning in a unit',
    ],
    [
      "a path with detours",
      profile({ home: "/srv/../a//b/" }),
      "profiles.coder.home",
      '"/srv/../a//b/" is not in its shortest spelling',
      'write "/a/b"',
    ],
    [
      "a program with a quote",
      profile({ executable: '/a"b' }),
      "profiles.coder.executable",
      '"/a\\"b" has a quote, a backslash or "$", which systemd does not take in a program\'s path',
      "use a path without them, or a link to the program",
    ],
    [
      "HERMES_HOME as a variable",
      profile({ environment: { HERMES_HOME: "/x" } }),
      "profiles.coder.environment.HERMES_HOME",
      "HERMES_HOME is set by the option home",
      "leave it out and write home: <path>",
    ],
    [
      "a variable's name with a dash",
      profile({ environment: { "A-B": "x" } }),
      "profiles.coder.environment.A-B",
      '"A-B" is not the name of an environment variable',
      'use letters, digits and "_", not beginning with a digit, for example "LOG_LEVEL"',
    ],
    [
      "a dependency without its type",
      profile({ after: ["network"] }),
      "profiles.coder.after[0]",
      '"network" is not the name of a unit',
      'write the whole name with its type, for example "network-online.target"',
    ],
    [
      "an exit status out of range",
      profile({ successExitStatus: [256] }),
      "profiles.coder.successExitStatus[0]",
      "256 is too large",
      "write 255 or less",
    ],
    [
      "a span finer than systemd's",
      profile({ restartSec: 0.0001 }),
      "profiles.coder.restartSec",
      "0.0001 is finer than a millisecond",
      "write at most three decimals",
    ],
    [
      "a port out of range",
      profile({ ports: [0] }),
      "profiles.coder.ports[0]",
      "0 is too small",
      "write 1 or more",
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

  it("everything that is wrong, at once", () => {
    const { problems } = parseFleet({
      nam: "x",
      hosts: { VM1: { connection: { hots: "x" } } },
      profiles: {
        Coder: { hosts: ["vm9"], restart: "sometimes", directives: { Service: { Foo: "a\nb" } } },
        writer: { priority: "high", conflictsWith: ["nobody"], unitname: "x" },
      },
    });
    expect(problems?.map(({ path }) => path).sort()).to.deep.equal([
      "hosts.VM1",
      "hosts.VM1.connection.host",
      "hosts.VM1.connection.hots",
      "nam",
      "profiles.Coder",
      "profiles.Coder.directives.Service.Foo",
      "profiles.Coder.hosts[0]",
      "profiles.Coder.restart",
      "profiles.writer.conflictsWith[0]",
      "profiles.writer.priority",
      "profiles.writer.unitname",
    ]);
  });

  it("nothing without saying what to write instead, and with the same place as keys", () => {
    for (const [, document] of table) {
      for (const { keys, path, message, remedy } of parseFleet(document).problems ?? []) {
        expect(message, path).to.match(/\S/);
        expect(remedy, path).to.match(/\S/);
        expect(message + remedy, path).not.to.match(/[\n\r]/);
        if (/^[\w.]*$/.test(path)) expect(keys.join(".")).to.equal(path);
      }
    }
  });

  it("secrets without showing them", () => {
    const canary = "canary-7f3a";
    const text = JSON.stringify(
      parseFleet({
        hosts: {
          vm1: {
            connection: {
              host: 5,
              password: [canary],
              privateKey: { canary },
              user: `${canary}\n`,
              port: canary,
            },
          },
        },
        profiles: {
          coder: { env: { A: `${canary}\n`, B: [canary], C: { value: canary }, D: { config: [canary] } } },
        },
      }),
    );
    expect(text).to.include("hosts.vm1.connection.password");
    expect(text).to.include("profiles.coder.env.D");
    expect(text).not.to.include(canary);
  });

  it("values of .env that no line can hold, and keys that no shell takes", () => {
    const env = { GOOD: "a b # $x", "BAD-NAME": "x", LINES: "a\nb", NUMBER: 8642, OTHER: { conf: "x" } };
    expect(problemsOf(profile({ env })).map(([path, message]) => `${path} ${message}`)).to.deep.equal([
      "profiles.coder.env.LINES has a line break",
      "profiles.coder.env.NUMBER is no value for a .env file",
      "profiles.coder.env.OTHER is no value for a .env file",
      'profiles.coder.env.BAD-NAME "BAD-NAME" is not the name of an environment variable',
    ]);
  });
});
