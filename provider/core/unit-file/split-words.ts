import { unrepresentableIn } from "./representable";
import { UnitValueError } from "./unit-value-error";
import type { WordSyntax } from "./word-syntax";

const BLANK = /[ \t\n\r]/;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
  s: " ",
};

/**
 * The words of a unit file's value, as systemd splits them: blanks between words, single and double quotes (also in
 * the middle of a word), C escapes, `%%`, and `$$` in command lines. Specifiers (`%h`) and variables (`$A`) stay as
 * they are, because only the host can tell what they mean. The inverse of `quoteWord` for each word.
 * @throws UnitValueError for what systemd rejects: a quote that does not end, an escape that it does not know
 * (command lines keep it), and for `;`, which separates several commands.
 */
export function splitWords(value: string, syntax: WordSyntax): string[] {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < value.length && BLANK.test(value.charAt(at))) at++;
    if (at >= value.length) return words;
    const word = readWord(value, at, syntax);
    words.push(plainWord(word.raw, word.text, syntax));
    at = word.end;
  }
}

interface ReadWord {
  readonly raw: string;
  readonly text: string;
  readonly end: number;
}

function readWord(value: string, start: number, syntax: WordSyntax): ReadWord {
  let text = "";
  let quote = "";
  let at = start;
  while (at < value.length) {
    const c = value.charAt(at);
    if (c === "\\") {
      const escaped = readEscape(value, at, syntax);
      text += escaped.text;
      at = escaped.end;
      continue;
    }
    if (quote === "" && BLANK.test(c)) break;
    if (quote === "" && (c === '"' || c === "'")) quote = c;
    else if (c === quote) quote = "";
    else text += c;
    at++;
  }
  if (quote !== "") throw new UnitValueError(`a ${quote} has no second one`, "end the quotation");
  return { raw: value.slice(start, at), text, end: at };
}

/** An escape as text. A `%` or `$` that comes out of it has its meaning still: systemd expands after unescaping. */
function readEscape(value: string, at: number, syntax: WordSyntax): { text: string; end: number } {
  const code = /(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;
  code.lastIndex = at + 1;
  const [all, hex, short, long, octal] = code.exec(value) ?? [];
  if (all !== undefined) {
    const point = Number.parseInt(hex ?? short ?? long ?? octal ?? "", octal === undefined ? 16 : 8);
    // \x and octal escapes are bytes, and a byte beyond ASCII is only a part of a character
    const isByte = hex !== undefined || octal !== undefined;
    const text = point > (isByte ? 0x7f : 0x10_ffff) ? undefined : String.fromCodePoint(point);
    if (text === undefined || unrepresentableIn(text) !== undefined) {
      throw new UnitValueError(`the escape \\${all} is no character`, "write the character itself");
    }
    return { text, end: at + 1 + all.length };
  }
  const next = value.charAt(at + 1);
  const simple = Object.hasOwn(SIMPLE_ESCAPES, next) ? SIMPLE_ESCAPES[next] : undefined;
  if (simple !== undefined) return { text: simple, end: at + 2 };
  if (!syntax.exec)
    throw new UnitValueError(`\\${next} is no escape that systemd knows`, "double the backslash");
  return { text: `\\${next}`, end: at + 2 };
}

/** Undoes what systemd does after splitting: specifiers, variables, the escaped command separator. */
function plainWord(raw: string, text: string, syntax: WordSyntax): string {
  if (syntax.exec && raw === ";")
    throw new UnitValueError("`;` separates several commands", "read them one by one");
  if (syntax.exec && raw === "\\;") return ";";
  const literal = text.replaceAll("%%", "%");
  return syntax.exec ? literal.replaceAll("$$", "$") : literal;
}
