import { expect } from "chai";
import fc from "fast-check";
import { directiveList, directiveValues } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile, renderUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { anyString, unitLikeText } from "../support/arbitrary-text";

const values = (text: string, key = "A", section = "S") => directiveValues(parseUnitFile(text), section, key);

describe("parseUnitFile", () => {
  it("loses no byte of any string", () => {
    fc.assert(
      fc.property(fc.oneof(anyString, unitLikeText), (text) => {
        expect(renderUnitFile(parseUnitFile(text))).to.equal(text);
      }),
      { numRuns: 2000 },
    );
  });

  // the left side is what stands in the file, the right side what systemd 252 showed
  const table: [what: string, text: string, expected: string[]][] = [
    ["blanks around everything", " [S] \n\t A \t=  b c \t\n", ["b c"]],
    ["repeated keys and sections", "[S]\nA=1\n[T]\nA=2\n[S]\nA=3\n", ["1", "3"]],
    ["an equals sign in the value", "[S]\nA=b=c\n", ["b=c"]],
    ["a continuation", "[S]\nA=1 \\\nB=2\n", ["1  B=2"]],
    ["a continuation without a blank", "[S]\nA=1\\\nB=2\n", ["1 B=2"]],
    ["a backslash and a blank", "[S]\nA=1 \\ \nA=2\n", ["1 \\", "2"]],
    ["an even number of backslashes", "[S]\nA=1\\\\\nA=2\n", ["1\\\\", "2"]],
    ["three backslashes", "[S]\nA=1\\\\\\\n2\n", ["1\\\\ 2"]],
    ["comments inside a continuation", "[S]\nA=1\\\n# no\\\n ; no\n2\n", ["1 2"]],
    ["an empty line ends a continuation", "[S]\nA=1\\\n\nA=2\n", ["1", "2"]],
    ["a continuation at the end of the file", "[S]\nA=1\\", ["1"]],
    ["a comment never continues", "[S]\n#x\\\nA=1\n", ["1"]],
    ["a comment sign after a value", "[S]\nA=1 # 2 ; 3\n", ["1 # 2 ; 3"]],
    ["CR LF", "[S]\r\nA=1\\\r\n2\r\n", ["1 2"]],
    ["a lone CR ends the line", "[S]\rA=1\rA=2", ["1", "2"]],
    ["a NUL ends the line", "[S]\nA=1\0A=2", ["1", "2"]],
    ["a byte order mark", "\uFEFF[S]\nA=1", ["1"]],
    ["no final line end", "[S]\nA=1", ["1"]],
    ["a no-break space is no blank", "[S]\nA=\u00a01\n", ["\u00a01"]],
    ["wrong case", "[S]\na=1\n[s]\nA=2\n", []],
    ["a line without an equals sign", "[S]\nA\n", []],
    ["before the first section", "A=1\n[S]\n", []],
    ["an empty value", "[S]\nA=1\nA=\nA=2\n", ["1", "", "2"]],
  ];
  for (const [what, text, expected] of table) {
    it(`reads ${what}`, () => {
      expect(values(text)).to.deep.equal(expected);
      expect(renderUnitFile(parseUnitFile(text))).to.equal(text);
    });
  }

  it("starts anew after an empty assignment, for directives that it resets", () => {
    const file = parseUnitFile("[S]\nA=1\nA=\nA=2\n");
    expect(directiveValues(file, "S", "A", { reset: true })).to.deep.equal(["2"]);
  });

  it("reads a list across lines and continuations", () => {
    const file = parseUnitFile(
      "[Unit]\nConflicts=a.service  b.service \\\n  c.service\nConflicts=d.service\n",
    );
    expect(directiveList(file, "Unit", "Conflicts")).to.deep.equal([
      "a.service",
      "b.service",
      "c.service",
      "d.service",
    ]);
  });
});
