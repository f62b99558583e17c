import { z } from "zod";
import { nearest } from "./nearest";
import { says } from "./says";
import { shownKey } from "./shown-key";

/**
 * An object that knows all its keys; each unknown one is a complaint of its own, with the nearest known key, or with all
 * of them where none is near.
 *
 * @param secretValues whether the values may be secret, so that a key may hold one too
 */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  secretValues: "secret values" | undefined = undefined,
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(key, known, secretValues !== undefined)).join("\n")
        : undefined,
  });
}

/** The complaint about one unknown key. */
function unknownKey(key: string, known: readonly string[], isSecret: boolean): string {
  const like = nearest(key, known);
  const remedy =
    like === undefined
      ? `the keys here are ${known.join(", ")}`
      : `write ${JSON.stringify(like)}; \`hermes-fleet reference\` lists all keys`;
  return says(`${JSON.stringify(shownKey(key, isSecret))} is not a known key`, remedy);
}
