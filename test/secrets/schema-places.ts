import { fleetJsonSchema } from "../../provider/core/schema/fleet-json-schema";

/** The part of a JSON schema that is walked. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Where something can be written in a fleet file. */
export interface Place {
  readonly keys: readonly string[];
  /** `map`: a set of keys, so that a key of one's own can be written too. */
  readonly kind: "map" | "list" | "value";
}

/** Keys for those that the user chooses. */
const CHOSEN: Readonly<Record<string, string>> = { hosts: "vm1", profiles: "coder" };

/** Every place of a fleet file, as its schema has it: a new option is among them without another word. */
export function placesOf(
  schema: Schema = fleetJsonSchema() as Schema,
  keys: readonly string[] = [],
): Place[] {
  const all = [schema, ...(schema.anyOf ?? [])];
  const below = all.flatMap(({ properties = {}, additionalProperties, items }) => [
    ...Object.entries(properties).flatMap(([key, inner]) => placesOf(inner, [...keys, key])),
    ...(typeof additionalProperties === "object"
      ? placesOf(additionalProperties, [...keys, CHOSEN[keys.at(-1) ?? ""] ?? "SOME_KEY"])
      : []),
    ...(items === undefined ? [] : placesOf(items, [...keys, "0"])),
  ]);
  const isMap = all.some(({ type, properties }) => type === "object" || properties !== undefined);
  const isList = all.some(({ items }) => items !== undefined);
  return [{ keys, kind: isMap ? "map" : isList ? "list" : "value" }, ...below];
}
