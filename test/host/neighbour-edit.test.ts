import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { arbitraryFleet, fleetOf } from "../core/support/arbitrary-fleet";
import { unitTexts, withoutName } from "../core/support/disk-model";
import { repoRoot } from "../e2e/repo-root";

/** The program with which the host script takes a name out of a neighbour's file. */
function program(): string {
  const script = readFileSync(join(repoRoot(), "provider", "host", "script", "60-install.sh"), "utf8");
  const [, found] = /awk -v name="\$name" '([^']+)' "\$source"/.exec(script) ?? [];
  if (found === undefined) throw new Error("the script has no such program");
  return found;
}

/** Several texts by one process: the program knows sections by their headings, so one text ends none of the next. */
function byScript(texts: readonly string[], name: string): string {
  const { status, stdout, stderr } = spawnSync("awk", ["-v", `name=${name}`, program()], {
    input: texts.join(""),
    encoding: "utf8",
  });
  expect([status, stderr]).to.deep.equal([0, ""]);
  return stdout;
}

describe("a neighbour's file on the host", () => {
  it("loses a name by the script as by the model of the proofs, byte for byte", () => {
    const hosts = fc
      .sample(arbitraryFleet, { numRuns: 60, seed: 1 })
      .flatMap((document) => planFleet(fleetOf(document)).hosts);
    const texts = hosts.flatMap((host) => [...unitTexts(host).values()]);
    for (const name of new Set(hosts.flatMap((host) => [...unitTexts(host).keys()]))) {
      const expected = texts.map((text) => withoutName(text, name));
      expect(expected).to.not.deep.equal(texts);
      expect(byScript(texts, name)).to.equal(expected.join(""));
    }
  });
});
