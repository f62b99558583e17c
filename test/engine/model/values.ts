/** A property value as it travels between program, engine and provider. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** The properties of a resource by top-level name. */
export type Props = Record<string, Value>;

/** The string that stands for a value not known before the update, whatever its type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key under which an object says that it is a wrapper and not data. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What a secret is replaced with wherever a person may read it. */
export const MASK = "[secret]";

/** Wraps a value as a secret. */
export function secret(value: Value): Value {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** Whether the value is a plain object (neither null nor an array). */
export function isObject(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is a secret wrapper, with its plaintext or its ciphertext inside. */
export function isSecret(value: Value | undefined): value is { [key: string]: Value } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** Whether a secret stands anywhere in the value. */
export function containsSecrets(value: Value): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(containsSecrets);
  return isObject(value) && Object.values(value).some(containsSecrets);
}

/**
 * The value as a provider that accepts neither secrets nor resource references is given it:
 * secrets without their wrapper, references as the id of the resource.
 */
export function plain(value: Value): Value {
  if (isSecret(value)) return plain(value.value ?? null);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === RESOURCE_REFERENCE) return value.id ?? value.urn ?? null;
  return mapValues(value, plain);
}

/** {@link plain} for all properties of a resource. */
export function plainProps(props: Props): Props {
  return mapValues(props, plain);
}

/** The properties with every secret replaced by {@link MASK}. */
export function maskedProps(props: Props): Props {
  return mapValues(props, masked);
}

/** The object with each value replaced by what `change` makes of it. */
export function mapValues<T, U>(from: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}

/** Whether two values are the same, secrets only equal to secrets. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => sameValue(left[key], right[key]));
}

function masked(value: Value): Value {
  if (isSecret(value)) return MASK;
  if (Array.isArray(value)) return value.map(masked);
  return isObject(value) ? mapValues(value, masked) : value;
}
