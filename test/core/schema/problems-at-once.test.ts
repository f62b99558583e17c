import { expect } from "chai";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";
import { problemsOf, profile } from "../support/refusals";

describe("parseFleet reports", () => {
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
