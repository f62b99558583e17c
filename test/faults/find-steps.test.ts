import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findSteps, scriptDigest } from "./steps/find-steps";

describe("the steps of the scripts", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-steps-"));
    mkdirSync(join(folder, "guard"));
    writeFileSync(
      join(folder, "80-main.sh"),
      "step() { :; }\nwhile read -r step unit; do :; done\n# step no-comment\n  step stage\n  if x; then step stop; fi\n",
    );
    writeFileSync(
      join(folder, "guard", "10-begin.sh"),
      "for a; do step guard-file; done\n  step stage\nmisstep no\n",
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are found wherever they stand, each once, with the part that has them", () => {
    expect(findSteps(folder)).to.deep.equal([
      { name: "stage", part: "script" },
      { name: "stop", part: "script" },
      { name: "guard-file", part: "guard" },
    ]);
  });

  it("belong to a digest that a change of what a script does changes", () => {
    const before = scriptDigest(folder);
    expect(before).to.match(/^[0-9a-f]{64}$/);
    expect(scriptDigest(folder)).to.equal(before);
    for (const text of ["\n", "for a; do step guard-file; done\n  step stage\nmisstep yes\n"]) {
      writeFileSync(join(folder, "guard", "10-begin.sh"), text);
      expect(scriptDigest(folder)).to.not.equal(before);
    }
  });

  it("belong to a digest that comments, blank lines and indentation do not change", () => {
    const before = scriptDigest(folder);
    writeFileSync(
      join(folder, "guard", "10-begin.sh"),
      "# why\n\n  for a; do step guard-file; done # each once\nstep stage\n  #\nmisstep no\n",
    );
    expect(scriptDigest(folder)).to.equal(before);
  });

  it("belong to a digest that takes no # in quotes or in an expansion for a comment", () => {
    const digests = ["a '# b'", "a '# c'", `a $\{x# b}`, `a $\{x# c}`, 'a " # b"', 'a " # c"'].map((text) => {
      writeFileSync(join(folder, "guard", "10-begin.sh"), `${text}\n`);
      return scriptDigest(folder);
    });
    expect(new Set(digests)).to.have.property("size", digests.length);
  });
});
