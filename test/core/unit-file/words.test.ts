import { expect } from "chai";
import fc from "fast-check";
import { commandLine, quoteWord } from "../../../provider/core/unit-file/quote-word";
import { splitWords } from "../../../provider/core/unit-file/split-words";
import { UnitValueError } from "../../../provider/core/unit-file/unit-value-error";
import { representableWord } from "../support/arbitrary-text";

describe("quoteWord", () => {
  const table: [value: string, plain: string, exec: string][] = [
    ["", '""', '""'],
    ["a b", '"a b"', '"a b"'],
    ['"\\%', '"\\"\\\\%%"', '"\\"\\\\%%"'],
    ["$A $$", '"$A $$"', '"$$A $$$$"'],
    ["\n\t\r", '"\\n\\t\\r"', '"\\n\\t\\r"'],
    ["\x01\x1f\x7f", '"\\x01\\x1f\\x7f"', '"\\x01\\x1f\\x7f"'],
    ["é\u0085😀", '"é\u0085😀"', '"é\u0085😀"'],
  ];
  for (const [value, plain, exec] of table) {
    it(`quotes ${JSON.stringify(value)}`, () => {
      expect(quoteWord(value, { exec: false })).to.equal(plain);
      expect(quoteWord(value, { exec: true })).to.equal(exec);
    });
  }

  for (const [what, value] of [
    ["NUL", "a\0b"],
    ["a lone surrogate", "a\ud800b"],
    ["a noncharacter", "a\uffff"],
    ["a noncharacter of a later plane", "\u{1fffe}"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => quoteWord(value, { exec: false })).to.throw(
        UnitValueError,
        /cannot carry the character U\+/,
      );
    });
  }
});

describe("splitWords", () => {
  it("gives back any list of words that quoteWord wrote", () => {
    fc.assert(
      fc.property(fc.array(representableWord), fc.boolean(), (words, exec) => {
        const line = words.map((word) => quoteWord(word, { exec })).join(" ");
        expect(splitWords(line, { exec })).to.deep.equal(words);
      }),
      { numRuns: 1000 },
    );
  });

  it("gives back any command line", () => {
    fc.assert(
      fc.property(fc.array(representableWord), (words) => {
        expect(splitWords(commandLine(words), { exec: true })).to.deep.equal(words);
      }),
      { numRuns: 1000 },
    );
  });

  it("writes no line break and no character that systemd would end the line at", () => {
    fc.assert(
      fc.property(representableWord, (word) => {
        expect(quoteWord(word, { exec: true })).not.to.match(/[\n\r\0]/);
      }),
    );
  });

  const table: [what: string, value: string, exec: boolean, words: string[]][] = [
    ["blanks between words", " a\t b  ", false, ["a", "b"]],
    ["single quotes, with escapes", "'a \\x41 b'", false, ["a A b"]],
    ["quotes in the middle of a word", 'a"b c"d', false, ["ab cd"]],
    ["escapes without quotes", "a\\x20b \\t\\s\\u00e9\\101", false, ["a b", "\t éA"]],
    ["an unknown escape in a command line", "\\q", true, ["\\q"]],
    ["specifiers and variables as they are", "%h \u0024{A} $B", true, ["%h", "\u0024{A}", "$B"]],
    ["a doubled dollar only in command lines", "$$", false, ["$$"]],
    ["an empty word", '"" a', true, ["", "a"]],
    ["a literal semicolon", '";" \\;', true, [";", ";"]],
  ];
  for (const [what, value, exec, words] of table) {
    it(`reads ${what}`, () => {
      expect(splitWords(value, { exec })).to.deep.equal(words);
    });
  }

  for (const [what, value, exec] of [
    ["a quote that does not end", '"a b', false],
    ["an unknown escape outside of command lines", "\\q", false],
    ["a byte that is no character", "\\xff", false],
    ["NUL", "\\x00", true],
    ["several commands", "/bin/a ; /bin/b", true],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => splitWords(value, { exec })).to.throw(UnitValueError);
    });
  }
});
