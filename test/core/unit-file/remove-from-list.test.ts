import { expect } from "chai";
import fc from "fast-check";
import { directiveList } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile, renderUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { removeFromList } from "../../../provider/core/unit-file/remove-from-list";
import { unitLikeText } from "../support/arbitrary-text";

const without = (text: string, word = "b") =>
  renderUnitFile(removeFromList(parseUnitFile(text), "Unit", "Conflicts", word));

describe("removeFromList", () => {
  const table: [what: string, before: string, after: string][] = [
    ["the first word", "[Unit]\nConflicts=b c\n", "[Unit]\nConflicts=c\n"],
    ["a middle word", "[Unit]\nConflicts = a  b c # d\n", "[Unit]\nConflicts = a c # d\n"],
    ["the last word", "[Unit]\nConflicts=a b\n", "[Unit]\nConflicts=a\n"],
    ["the only word, with its line", "[Unit]\nConflicts=b\r\nA=1\r\n", "[Unit]\nA=1\r\n"],
    ["every occurrence", "[Unit]\nConflicts=b a b\nConflicts=b\n", "[Unit]\nConflicts=a\n"],
    [
      "a word on a continuation line",
      "[Unit]\nConflicts=a \\\n# why\n  b\\\n  c\n",
      "[Unit]\nConflicts=a \\\n# why\n\\\n  c\n",
    ],
    [
      "all words of several lines, not the comments",
      "[Unit]\nConflicts=b\\\n# why\n  b\n",
      "[Unit]\n# why\n",
    ],
  ];
  for (const [what, before, after] of table) {
    it(`removes ${what}`, () => {
      expect(without(before)).to.equal(after);
    });
  }

  it("leaves other sections, other keys and longer words alone", () => {
    const text = "[Unit]\nBefore=b\nConflicts=bb a-b\n[Service]\nConflicts=b\n";
    expect(without(text)).to.equal(text);
  });

  it("removes the word and nothing else from any text", () => {
    fc.assert(
      fc.property(unitLikeText, (text) => {
        const file = parseUnitFile(text);
        const after = parseUnitFile(without(text, "b.service"));
        const list = directiveList(file, "Unit", "Conflicts").filter((word) => word !== "b.service");
        expect(directiveList(after, "Unit", "Conflicts")).to.deep.equal(list);
        expect(directiveList(after, "Unit", "Before")).to.deep.equal(directiveList(file, "Unit", "Before"));
      }),
      { numRuns: 2000 },
    );
  });
});
