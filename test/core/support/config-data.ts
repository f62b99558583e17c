import { parseDocument } from "yaml";
import { type Config, type ConfigValue, isBranch, isConfig } from "../../../provider/core/config-file/config";

/** What a YAML text holds, read without our module: maps as `Map`, so that keys keep their order and kind. */
export function dataOf(text: string | undefined, version: "1.1" | "1.2" = "1.2"): unknown {
  const document = parseDocument(text ?? "", { version, uniqueKeys: false, merge: false });
  if (document.errors.length > 0) throw new Error(document.errors.join("\n"));
  return document.toJS({ mapAsMap: true });
}

/** A declared value in the same form. */
export function dataOfValue(value: ConfigValue): unknown {
  if (Array.isArray(value)) return value.map(dataOfValue);
  if (!isConfig(value)) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, dataOfValue(inner)]));
}

/** Data with every leaf of a config set, the plain way. A key is found by its text. */
export function merged(data: unknown, config: Config): Map<unknown, unknown> {
  const copy = new Map(data instanceof Map ? data : []);
  for (const [key, value] of Object.entries(config)) {
    const at = [...copy.keys()].find((each) => String(each) === key) ?? key;
    copy.set(at, isBranch(value) ? merged(copy.get(at), value) : dataOfValue(value));
  }
  return copy;
}
