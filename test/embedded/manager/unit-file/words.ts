const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  s: " ",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/** The words of a value, and why the rest could not be read. */
export interface Words {
  readonly words: readonly string[];
  readonly broken?: "unbalanced" | "escape";
}

/** Splits a value into words as systemd.syntax(7) quotes them. */
export function splitWords(value: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < value.length; index++) {
    const character = value[index] as string;
    if (character === "\\") {
      const read = readEscape(value.slice(index + 1));
      if (!read) return { words, broken: "escape" };
      word = (word ?? "") + read.text;
      index += read.length;
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (quote !== "") return { words, broken: "unbalanced" };
  if (word !== undefined) words.push(word);
  return { words };
}

function readEscape(rest: string): { text: string; length: number } | undefined {
  const named = ESCAPES[rest[0] ?? ""];
  if (named !== undefined) return { text: named, length: 1 };
  const code = /^(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4}))/.exec(rest);
  if (!code) return undefined;
  const number = code[2] ? Number.parseInt(code[2], 8) : Number.parseInt(code[1] ?? code[3] ?? "", 16);
  return { text: String.fromCodePoint(number), length: code[0].length };
}
