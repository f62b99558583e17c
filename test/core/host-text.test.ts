import { expect } from "chai";
import fc from "fast-check";
import { isShownOtherwise, shownLine, shownText, shownUnit } from "../../provider/core/host-text";
import { HostError } from "../../provider/host/host-error.js";

/** What moves a cursor, hides, reorders or ends a line, and how it is shown. */
const SHOWN: Readonly<Record<string, readonly [character: string, shown: string]>> = {
  "an escape": ["\x1b", "\\x1b"],
  "a C1 control": ["\x9b", "\\x9b"],
  "a carriage return": ["\r", "\\x0d"],
  "a bell": ["\x07", "\\x07"],
  "a backspace": ["\b", "\\x08"],
  "a NUL": ["\0", "\\x00"],
  "a DEL": ["\x7f", "\\x7f"],
  "a vertical tab": ["\v", "\\x0b"],
  "a next line": ["\x85", "\\x85"],
  "a line separator": ["\u2028", "\\u2028"],
  "a paragraph separator": ["\u2029", "\\u2029"],
  "a right-to-left override": ["\u202e", "\\u202e"],
  "a right-to-left isolate": ["\u2067", "\\u2067"],
  "a zero-width space": ["\u200b", "\\u200b"],
  "a byte order mark": ["\ufeff", "\\ufeff"],
  "a soft hyphen": ["\xad", "\\xad"],
  "a Hangul filler": ["\u3164", "\\u3164"],
  "a tag character": ["\u{e0041}", "\\u{e0041}"],
  "half a character": ["\ud800", "\\ud800"],
};

describe("a machine's words", () => {
  for (const [what, [character, shown]] of Object.entries(SHOWN)) {
    it(`${what} is shown as ${shown}`, () => {
      expect(shownLine(`a${character}b`)).to.equal(`a${shown}b`);
      expect(shownText(`a${character}b`)).to.equal(`a${shown}b`);
      const unit = `[Unit]\nDescription=a${character}b\n`;
      expect(shownUnit(unit)).to.equal(
        `[Unit]\nDescription=a${shown}b\n# hermes-fleet shows this unit otherwise than the host has it: it holds characters that cannot be seen\n`,
      );
    });
  }

  it("stand as they are where everything can be seen", () => {
    for (const text of ["gateway → ready", "Größe 漢字 🚀", "a b\\x1b"])
      expect(shownText(text)).to.equal(text);
  });

  it("never begin a line but the first", () => {
    expect(shownText("one\nerror: forged\r\n  two\n\tthree")).to.equal(
      "one\n  error: forged\n  two\n  three",
    );
  });

  it("end after 60 lines, and each after 4000 characters, before the word that would be cut", () => {
    const lines = shownText("x\n".repeat(1000)).split("\n");
    expect([lines.length, lines.at(-1)]).to.deep.equal([61, "  … (more than 60 lines)"]);
    expect(shownLine(`${"word ".repeat(798)}secret-that-is-cut`)).to.equal(
      `${"word ".repeat(797)}word… (19 more characters)`,
    );
    expect(shownLine("x".repeat(600_000_0)).length).to.be.below(2100);
  });

  it("hold nothing in any text that cannot be seen", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(shownText(text)).to.not.match(/[^\P{C}\n]|[\u2028\u2029]|\n\S/u);
      }),
    );
  });

  it("are shown so in every error", () => {
    const error = new HostError("unit-invalid", {
      host: "vm1\x1b[2J",
      message: "no\x1b[2J\nerror: forged",
      remedy: "do\nerror: forged",
    });
    expect(error.message.split("\n")).to.deep.equal([
      "vm1\\x1b[2J: no\\x1b[2J [unit-invalid]",
      "  error: forged",
      "  remedy: do\\x0aerror: forged",
    ]);
  });
});

describe("a unit's text from a machine", () => {
  it("is what it is where everything can be seen, tabs and all", () => {
    const unit = "[Service]\n\tEnvironment=A=\\x1b\n";
    expect(shownUnit(unit)).to.equal(unit);
    expect(isShownOtherwise(unit)).to.equal(false);
  });

  it("is never equal to a text that means what it shows", () => {
    const declared = "[Service]\nEnvironment=A=\\x1b\n";
    expect(shownUnit(declared.replace("\\x1b", "\x1b"))).to.not.equal(declared);
  });

  it("is told from a text that was installed, and again when it is read twice", () => {
    const shown = shownUnit("[Service]\n# \x1b\n");
    expect(isShownOtherwise(shown)).to.equal(true);
    expect(shownUnit(shown)).to.not.equal(shown);
  });

  it("is kept up to 65,536 characters", () => {
    const shown = shownUnit(`# ${"x".repeat(1_000_000)}\n`);
    expect(shown.length).to.be.below(65_700);
    expect(shown.trimEnd().split("\n").at(-1)).to.equal(
      "# hermes-fleet shows this unit otherwise than the host has it: it has 1000003 characters",
    );
  });
});
