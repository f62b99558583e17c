import { type ConfigValue, isWritten, WRITTEN } from "../../../provider/core/config-file/config";
import { readConfigFile } from "../../../provider/core/config-file/config-file";
import { configOf } from "../../../provider/core/config-file/config-value";
import { readPlain } from "../../../provider/core/config-file/plain-scalar";

/** A value in words that Python and JavaScript can both write: maps as sorted pairs, numbers as texts. */
export type Data = string | readonly Data[];

/** What Hermes' readers make of texts, as {@link Data}: the Python reader and the C reader of PyYAML, `null` for an error. */
export const READ_YAML = `
import datetime, io, json, math, sys, yaml
sys.setrecursionlimit(5000)
def data(value, depth=0):
    if depth > 60: return "deep"
    if value is None or isinstance(value, bool): return "w " + str(value)
    if isinstance(value, int): return "n " + str(value)
    if isinstance(value, float):
        if math.isnan(value): return "n nan"
        if math.isinf(value): return "n inf" if value > 0 else "n -inf"
        return "n " + (str(int(value)) if value == int(value) else repr(value))
    if isinstance(value, str): return "s " + value
    if isinstance(value, datetime.datetime):
        offset = value.utcoffset()
        zone = "" if offset is None else " %d" % (offset.total_seconds() // 60)
        return "d " + value.strftime("%Y-%m-%d %H:%M:%S.%f").zfill(26) + zone
    if isinstance(value, datetime.date): return "d " + value.isoformat()
    if isinstance(value, list): return ["l"] + [data(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return ["m"] + sorted(([key(k), data(v, depth + 1)] for k, v in value.items()), key=lambda pair: pair[0])
    return "o " + type(value).__name__
def key(value):
    # whole numbers are keys by their digits: Hermes makes texts of them
    return "s " + str(value) if isinstance(value, int) and not isinstance(value, bool) else data(value)
def read(text, loader):
    try: return ["read", data(yaml.load(io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"), Loader=loader) or {})]
    except RecursionError: raise
    except Exception as error: return ["refused", type(error).__name__ + ": " + str(error)[:200]]
print(json.dumps([[read(text, yaml.SafeLoader), read(text, yaml.CSafeLoader)] for text in json.load(sys.stdin)]))
`;

/** One text as we read it, or why we refuse it. */
export function ourReading(text: string): readonly ["read", Data] | readonly ["refused", string] {
  const file = readConfigFile(text);
  const read = "message" in file ? { problem: file } : configOf(file);
  return "problem" in read
    ? ["refused", read.problem.message.replace(/^line \d+, column \d+: /, "")]
    : ["read", dataOfConfig(read.config)];
}

/** A declared value as {@link Data}. */
export function dataOfConfig(value: ConfigValue): Data {
  if (value === null) return "w None";
  if (isWritten(value)) {
    const meaning = readPlain(value[WRITTEN]);
    if (meaning.kind === "date") return `d ${meaning.value}`;
    if (meaning.kind === "number") return `n ${meaning.digits ?? numberText(meaning.value)}`;
    return `bad ${value[WRITTEN]}`;
  }
  if (typeof value === "boolean") return value ? "w True" : "w False";
  if (typeof value === "number") return `n ${numberText(value)}`;
  if (typeof value === "string") return `s ${value}`;
  if (Array.isArray(value)) return ["l", ...value.map((item: ConfigValue) => dataOfConfig(item))];
  const pairs = Object.entries(value).map(([key, inner]): [string, Data] => [
    `s ${key}`,
    dataOfConfig(inner),
  ]);
  return ["m", ...pairs.sort(([a], [b]) => byCodePoint(a, b))];
}

/** As Python writes a number: whole ones in full. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value)) return String(BigInt(value));
  const text = String(value);
  const [, sign = "", digits = "", exponent] = /^(-?)([\d.]+)(?:e([-+]\d+))?$/.exec(text) ?? [];
  if (exponent !== undefined) return `${sign}${digits}e-${exponent.slice(1).padStart(2, "0")}`;
  // Python changes to an exponent below 0.0001, JavaScript below 0.000001
  if (Math.abs(value) >= 1e-4) return text;
  const [mantissa = "", power = ""] = value.toExponential().split("e");
  return `${mantissa}e-${power.slice(1).padStart(2, "0")}`;
}

/** Python sorts texts by code point, JavaScript by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [i, character] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}
