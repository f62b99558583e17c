import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { FINDING_CODES } from "../../../../provider/core/finding";

describe("every code of a finding", () => {
  const tests = readdirSync(__dirname)
    .filter((name) => name.endsWith(".test.js"))
    .map((name) => readFileSync(join(__dirname, name), "utf8"))
    .join("\n");

  it("is there once, in order", () => {
    expect(FINDING_CODES).to.deep.equal([...new Set(FINDING_CODES)].sort());
  });

  for (const code of FINDING_CODES) {
    it(`has a table: ${code}`, () => {
      expect(tests).to.match(new RegExp(`ruleTable\\)?\\("${code}"|code: "${code}"`));
    });
  }
});
