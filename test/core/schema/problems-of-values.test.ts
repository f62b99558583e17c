import { expect } from "chai";
import { HOSTS, problemsOf, profile, type Refusal, service } from "../support/refusals";

const LINE_BREAK = "has a line break, which would begin another directive";

describe("parseFleet refuses, as no value for a unit,", () => {
  const table: Refusal[] = [
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
      "another word than allocate",
      profile({ ports: "auto" }),
      "profiles.coder.ports",
      '"auto" is neither a list of ports nor allocate',
      "write a list, for example [8642], or allocate",
    ],
    [
      "a range without a port",
      { ...profile({}), portRange: { from: 9200, to: 9200 } },
      "portRange.to",
      "9200 is not above from, 9200: there is no port between them",
      "write 9201 or more; to itself is no part of the range",
    ],
    [
      "a host's range that ends before it begins",
      { hosts: { vm1: { ...HOSTS.vm1, portRange: { from: 9200, to: 9100 } } }, profiles: { coder: null } },
      "hosts.vm1.portRange.to",
      "9100 is not above from, 9200: there is no port between them",
      "write 9201 or more; to itself is no part of the range",
    ],
  ];
  for (const [what, document, path, message, remedy] of table) {
    it(what, () => {
      expect(problemsOf(document)).to.deep.equal([[path, message, remedy]]);
    });
  }
});
