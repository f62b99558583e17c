import { expect } from "chai";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";

describe("what a profile was before", () => {
  const problems = (profiles: object) =>
    parseFleet({ hosts: { vm1: { connection: { host: "192.0.2.1" } } }, profiles }).problems?.map(
      ({ path, message }) => `${path} ${message}`,
    );

  it("is another name that the fleet does not have any more", () => {
    expect(problems({ writer: { renamedFrom: "coder" }, ops: {} })).to.equal(undefined);
    expect(problems({ writer: { renamedFrom: "coder" }, coder: {} })).to.deep.equal([
      'profiles.writer.renamedFrom "coder" is still a profile of this fleet',
    ]);
    expect(problems({ coder: { renamedFrom: "coder" } })).to.deep.equal([
      "profiles.coder.renamedFrom is the name that the profile has",
    ]);
  });

  it("stays with the handling of its gateway, and enters no unit", () => {
    const hosts = { vm1: { connection: { host: "192.0.2.1" } } };
    const [before, after] = [{}, { renamedFrom: "coder" }].map(
      (writer) => parseFleet({ hosts, profiles: { writer } }).fleet?.profiles[0],
    );
    expect(after?.handling).to.deep.equal({ ...before?.handling, renamedFrom: "coder" });
    expect(after?.unit).to.deep.equal(before?.unit);
  });

  it("is never the default profile, nor becomes it", () => {
    const message =
      "renamedFrom the home of the default profile holds those of all others, and keeps its name";
    expect(problems({ a: { renamedFrom: "default" } })).to.deep.equal([`profiles.a.${message}`]);
    expect(problems({ default: { renamedFrom: "a" } })).to.deep.equal([`profiles.default.${message}`]);
  });

  it("is one profile's alone, and on the same host", () => {
    expect(
      problems({
        a: { renamedFrom: "x" },
        b: { renamedFrom: "x" },
        c: { renamedFrom: "y", movedFrom: "vm0" },
      }),
    ).to.deep.equal([
      'profiles.b.renamedFrom a was "x" too',
      "profiles.c.renamedFrom stands beside movedFrom",
    ]);
  });

  it("is no text of another kind", () => {
    expect(problems({ a: { renamedFrom: "../x" } })).to.have.length(1);
    expect(problems({ a: { renamedFrom: 7 } })).to.have.length(1);
  });
});
