import { timestampOf } from "./timestamp";

/** What a scalar without quotes means. */
export type PlainValue =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** `digits`: a whole number that JavaScript's numbers cannot hold, exact, in decimal. */
  | { readonly kind: "number"; readonly value: number; readonly digits?: string }
  | { readonly kind: "string"; readonly value: string }
  /** A date or a time; equal texts are equal ones. */
  | { readonly kind: "date"; readonly value: string }
  | { readonly kind: "merge" }
  /** What PyYAML refuses, and the file with it. */
  | { readonly kind: "refused" }
  /** What another tag than its own makes of a scalar. */
  | { readonly kind: "other" };

/**
 * What a scalar without quotes means to Hermes, which reads its config.yaml with PyYAML: the words and numbers of YAML
 * 1.1 as PyYAML takes them (`resolver.py`, observed with 6.0.3). `yes` is true, `1:30` is 90, `010` is 8, and `1e5` and
 * `y` are texts. A library's YAML 1.1 is not that: it takes `y` for true and `1e5` for a number.
 */
export function readPlain(text: string): PlainValue {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return { kind: "null" };
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return { kind: "boolean", value: true };
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return { kind: "boolean", value: false };
  if (text === "<<") return { kind: "merge" };
  // PyYAML's safe reader knows this tag and has nothing that reads it
  if (text === "=") return { kind: "refused" };
  const time = timestampOf(text);
  if (time !== undefined) return time === "none" ? { kind: "refused" } : { kind: "date", value: time };
  return wholeNumber(text) ?? broken(text) ?? { kind: "string", value: text };
}

const WHOLE =
  /^([-+]?)(?:(0b[01_]+)|(0[0-7_]+)|(0|[1-9][\d_]*)|(0x[\da-fA-F_]+)|([1-9][\d_]*(?::[0-5]?\d)+))$/;

function wholeNumber(text: string): PlainValue | undefined {
  const [, sign = "", binary, octal, decimal, hex, sixties] = WHOLE.exec(text) ?? [];
  const written = binary ?? octal ?? decimal ?? hex ?? sixties;
  if (written === undefined) return undefined;
  const digits = written.replaceAll("_", "");
  // nothing but underscores behind the prefix
  if (digits === "0b" || digits === "0x") return { kind: "refused" };
  const size =
    sixties === undefined
      ? BigInt(octal === undefined || digits === "0" ? digits : `0o${digits}`)
      : digits.split(":").reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  const whole = sign === "-" ? -size : size;
  const value = Number(whole);
  return { kind: "number", value, ...(Number.isSafeInteger(value) ? {} : { digits: String(whole) }) };
}

const FLOAT = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?)$/;

const SIXTIES = /^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/;

/** A number with a fraction, or one of those that are none. */
function broken(text: string): PlainValue | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) {
    return { kind: "number", value: sign * Number.POSITIVE_INFINITY };
  }
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return { kind: "number", value: Number.NaN };
  if (FLOAT.test(text)) return { kind: "number", value: sign * Number(digits) };
  if (!SIXTIES.test(text)) return undefined;
  // from the last part on, as PyYAML sums them up: the order decides about the last digit
  const parts = digits.split(":").map(Number).reverse();
  return { kind: "number", value: sign * parts.reduce((sum, part, i) => sum + part * 60 ** i, 0) };
}
