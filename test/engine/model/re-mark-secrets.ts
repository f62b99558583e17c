import type { Fault } from "./options";
import { containsSecrets, isObject, isSecret, type Props, secret, type Value } from "./values";

/**
 * Marks what a provider answered as secret again. A provider that does not accept secrets is given
 * plaintext and answers plaintext; the only thing left to go by is the key. A key that was secret in
 * what the provider was given is secret in its answer; objects are entered, anything else is marked
 * as a whole. A value the provider moves to another key is not found again and stays plain.
 */
export function reMarkSecrets(answer: Props, given: Props, fault?: Fault): Props {
  if (fault === "secrets-under-any-key") {
    const tainted = Object.values(given).some(containsSecrets);
    return tainted ? Object.fromEntries(Object.entries(answer).map(([k, v]) => [k, secret(v)])) : answer;
  }
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => {
      const before = given[key];
      if (before === undefined || !containsSecrets(before)) return [key, value];
      return [
        key,
        isPlainObject(value) && isPlainObject(before) ? reMarkSecrets(value, before) : secret(value),
      ];
    }),
  );
}

/** Marks the outputs named in `additionalSecretOutputs`. */
export function markOutputs(outputs: Props, keys: readonly string[]): Props {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, keys.includes(key) ? secret(value) : value]),
  );
}

function isPlainObject(value: Value): value is Props {
  return isObject(value) && !isSecret(value);
}
