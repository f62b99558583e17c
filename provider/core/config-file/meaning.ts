import type { Scalar } from "yaml";
import type { ConfigFile } from "./config-file";
import { type PlainValue, readPlain } from "./plain-scalar";
import { isOpenBlock } from "./token-places";

/** What a scalar means to Hermes, whatever its style and tag. */
export function meaningOf(file: ConfigFile, { type, source, tag, value, srcToken }: Scalar): PlainValue {
  const text = isOpenBlock(file.text, srcToken) ? String(value).replace(/\n$/, "") : String(value);
  if (tag === undefined) return type === "PLAIN" ? readPlain(source ?? "") : { kind: "string", value: text };
  // the tag that says nothing makes PyYAML read also what is in quotes as if it was not
  if (tag === "!") return readPlain(text);
  if (tag === `${CORE}str`) return { kind: "string", value: text };
  const plain = readPlain(text);
  return TAGS_OF[plain.kind].some((name) => tag === `${CORE}${name}`) ? plain : { kind: "other" };
}

/** What YAML's own tags begin with. */
export const CORE = "tag:yaml.org,2002:";

const TAGS_OF: Readonly<Record<PlainValue["kind"], readonly string[]>> = {
  null: ["null"],
  boolean: ["bool"],
  number: ["int", "float"],
  string: [],
  date: ["timestamp"],
  merge: [],
  refused: [],
  other: [],
};
