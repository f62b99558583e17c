import type { Command } from "./definition";
import { FatalLine } from "./draft";
import { parseSpan } from "./span";
import { expandSpecifiers, type Specifiers } from "./specifiers";
import { splitWords } from "./words";

/** Takes a value in, or says what systemd says about it. */
export type Setter<T> = (target: T, value: string) => string | undefined;

/** A time span; the wording differs from directive to directive. */
export function span<T>(
  set: (target: T, ms: number) => void,
  refusal = "Failed to parse sec value",
): Setter<T> {
  return (target, value) => {
    const ms = parseSpan(value);
    if (ms === undefined) return `${refusal}, ignoring: ${value}`;
    set(target, ms);
    return undefined;
  };
}

export function flag<T>(set: (target: T, on: boolean) => void): Setter<T> {
  return (target, value) => {
    const on = parseBoolean(value);
    if (on === undefined) return `Failed to parse boolean value, ignoring: ${value}`;
    set(target, on);
    return undefined;
  };
}

/** One word of a fixed set. */
export function choice<T>(
  words: readonly string[],
  what: string,
  set: (target: T, word: string) => void,
): Setter<T> {
  return (target, value) => {
    if (!words.includes(value)) return `Failed to parse ${what}, ignoring: ${value}`;
    set(target, value);
    return undefined;
  };
}

function parseBoolean(value: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(value)) return true;
  return /^(0|no|n|false|f|off)$/i.test(value) ? false : undefined;
}

/** A command line with its prefixes. @throws FatalLine for one that makes the unit unusable. */
export function parseCommand(value: string, specifiers: Specifiers): Command {
  const { words, broken } = splitWords(value);
  if (broken) throw new FatalLine(`Unbalanced quoting, ignoring: "${value}"`);
  const [first = "", ...args] = words;
  const [, prefixes = "", path = ""] = /^([-@:+!]*)([\s\S]*)$/.exec(first) ?? [];
  const read = [path, ...args].map((word) => {
    const expanded = expandSpecifiers(word, specifiers);
    if (expanded === undefined)
      throw new FatalLine(`Failed to resolve unit specifiers in ${word}: Invalid slot`);
    return expanded;
  });
  const [program = "", ...rest] = read;
  if (!program.startsWith("/") && (program.includes("/") || program === "")) {
    throw new FatalLine(`Neither a valid executable name nor an absolute path: ${program}`);
  }
  const literal = prefixes.includes(":") ? rest : rest.map((word) => word.replaceAll("$$", "$"));
  return { path: program, args: literal, optional: prefixes.includes("-") };
}
