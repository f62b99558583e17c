/** What a scalar without quotes means; `other` is a date, a merge key or what else JSON has no word for. */
export type PlainValue =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "other" };

/**
 * What a scalar without quotes means to Hermes, which reads its config.yaml with PyYAML: the words and numbers of YAML
 * 1.1 as PyYAML takes them (`resolver.py`, observed with 6.0.3). `yes` is true, `1:30` is 90, `010` is 8, and `1e5` and
 * `y` are texts.
 */
export function readPlain(text: string): PlainValue {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return { kind: "null" };
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return { kind: "boolean", value: true };
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return { kind: "boolean", value: false };
  if (text === "<<" || text === "=" || TIMESTAMP.test(text)) return { kind: "other" };
  const value = numberOf(text);
  return value === undefined ? { kind: "string", value: text } : { kind: "number", value };
}

const TIMESTAMP =
  /^\d{4}-\d\d-\d\d$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;

const FLOAT = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?)$/;

const SIXTIES = /^[-+]?(?:[1-9][\d_]*(?::[0-5]?\d)+|\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/;

function numberOf(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return sign * Number.POSITIVE_INFINITY;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN;
  if (/^[-+]?(?:0|[1-9][\d_]*)$/.test(text) || FLOAT.test(text)) return sign * Number(digits);
  if (/^[-+]?0b[01_]+$/.test(text)) return sign * Number.parseInt(digits.slice(2), 2);
  if (/^[-+]?0[0-7_]+$/.test(text)) return sign * Number.parseInt(digits, 8);
  if (/^[-+]?0x[\da-fA-F_]+$/.test(text)) return sign * Number.parseInt(digits.slice(2), 16);
  if (SIXTIES.test(text)) return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return undefined;
}
