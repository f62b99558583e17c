import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { HOST_ERROR_CODES, isHostErrorCode } from "../../../provider/host/host-error.js";
import { failureError, MACHINE_CODES } from "../../../provider/host/transaction/failure.js";
import { repoRoot } from "../../e2e/repo-root";

/** The codes with which the scripts end an operation, `unsuitable` everything. */
function codesInScripts(): string[] {
  const folder = join(repoRoot(), "provider", "host", "script");
  const texts = globSync("**/*.sh", { cwd: folder }).map((path) => readFileSync(join(folder, path), "utf8"));
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(/\bfail (?:"\$\w+"|-) ([a-z][a-z-]*)/g)].map(([, code]) => code ?? ""),
    ...[...text.matchAll(/\bunsuitable ([a-z][a-z-]*)/g)].map(([, code]) => code ?? ""),
  ]);
  return [...new Set(found)].sort();
}

const of = (code: string) =>
  failureError({ host: "vm1", unit: "a.service", code, detail: "a b", standing: "", user: "u", home: "/h" });

describe("the codes of a machine's failures", () => {
  it("have a text each, as far as the scripts name them", () => {
    const codes = codesInScripts();
    expect(codes.length).to.be.greaterThan(20);
    expect(
      codes.filter((code) => code !== "host-script-failed" && !MACHINE_CODES.includes(code as never)),
    ).to.deep.equal([]);
  });

  it("lead to an error with the same code and a remedy", () => {
    for (const code of MACHINE_CODES) {
      const error = of(code);
      expect(error.code).to.equal(code);
      expect(error.remedy).to.not.equal("");
    }
  });

  for (const word of ["constructor", "__proto__", "toString", "", "no-such-code", "auth-failed"]) {
    it(`are no others: ${JSON.stringify(word)} is told as host-script-failed`, () => {
      expect(of(word).code).to.equal("host-script-failed");
    });
  }

  it("are each there once", () => {
    expect(new Set(HOST_ERROR_CODES)).to.have.property("size", HOST_ERROR_CODES.length);
    expect(["constructor", "__proto__", ""].filter(isHostErrorCode)).to.deep.equal([]);
  });
});
