import { redactor } from "../redact.js";

interface HostSecrets {
  readonly values: Set<string>;
  /** Made when it is needed, and again when a value has come. */
  redact: ((text: string) => string) | undefined;
}

const hosts = new Map<string, HostSecrets>();

/**
 * Remembers secrets of one host for this process. One transaction serves many gateways, and what the host says of one of
 * them can hold a secret of another one.
 */
export function rememberSecrets(hostKeyName: string, values: readonly string[]): void {
  const known = hosts.get(hostKeyName) ?? { values: new Set<string>(), redact: undefined };
  hosts.set(hostKeyName, known);
  const before = known.values.size;
  for (const value of values) known.values.add(value);
  if (known.values.size !== before) known.redact = undefined;
}

/** A text about one host without any secret of it that this process has met. */
export function redactFor(hostKeyName: string, text: string): string {
  const known = hosts.get(hostKeyName);
  if (known === undefined) return text;
  known.redact ??= redactor([...known.values]);
  return known.redact(text);
}
