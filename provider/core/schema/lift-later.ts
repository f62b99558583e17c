import { type Problem, problemAt } from "../problem";
import { CONNECTION_SAMPLES } from "./connection-options";

type Keys = readonly (string | number)[];

/** A document in which every value that is known later was replaced, and what was replaced. */
export interface Lifted<Later> {
  /** A copy; a sample stands for each such value, of the right type wherever one is allowed. */
  readonly plain: unknown;
  readonly lifted: readonly { readonly keys: Keys; readonly value: Later }[];
  readonly problems: readonly Problem[];
}

/** No option lies deeper; a document that does (YAML aliases can form a circle) is left as it is. */
const DEEPEST = 12;

/**
 * Takes the values that are known later (Outputs of Pulumi) out of a document, so that the plain rest can be
 * checked, and refuses them where they would decide what is planned. Nothing of such a value is looked at.
 */
export function liftLater<Later>(raw: unknown, isLater: (value: unknown) => value is Later): Lifted<Later> {
  const lifted: { keys: Keys; value: Later }[] = [];
  const problems: Problem[] = [];

  const copy = (value: unknown, keys: Keys): unknown => {
    if (isLater(value)) {
      if (mayBeLater(keys)) {
        lifted.push({ keys, value });
        return sampleFor(keys);
      }
      problems.push(
        problemAt(
          keys,
          "must be a plain value: it decides what is planned, and must be known in preview",
          "write the value itself; only connections and the values of env may be known later",
        ),
      );
      return sampleFor(keys);
    }
    if (keys.length > DEEPEST) return value;
    if (Array.isArray(value)) return value.map((item, i) => copy(item, [...keys, i]));
    if (!isPlainObject(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (key === "__proto__")
        problems.push(problemAt([...keys, key], '"__proto__" is not a key', "use another name"));
      else result[key] = copy(item, [...keys, key]);
    }
    return result;
  };

  return { plain: copy(raw, []), lifted, problems };
}

/** hosts.*.connection, its fields, those of its proxy; profiles.*.env.*. */
function mayBeLater(keys: Keys): boolean {
  const [top, , option] = keys;
  if (top === "profiles") return option === "env" && keys.length === 4;
  if (top !== "hosts" || option !== "connection") return false;
  return keys.length <= 4 || (keys.length === 5 && keys[3] === "proxy");
}

function sampleFor(keys: Keys): unknown {
  const last = String(keys.at(-1));
  if (last === "connection") return { host: "later" };
  return keys[0] === "hosts" && Object.hasOwn(CONNECTION_SAMPLES, last) ? CONNECTION_SAMPLES[last] : "later";
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
