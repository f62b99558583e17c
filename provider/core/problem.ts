import { shownKey } from "./rules/shown-key";

/** Options with secrets in them: a key that is no name may hold one too. */
const SECRETS: ReadonlySet<unknown> = new Set(["env", "connection", "proxy"]);

/** One thing wrong with what the user wrote, found before any plan is made. */
export interface Problem {
  /** Where, as the user wrote it: `profiles.coder.hosts[1]`; `""` is the whole document. */
  readonly path: string;
  /** The same place as keys and indexes, for finding its line in a YAML file. */
  readonly keys: readonly (string | number)[];
  /** What is wrong, with the value unless it may be secret; one sentence without a final period. */
  readonly message: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** Makes a problem; the path is derived from the keys. */
export function problemAt(keys: readonly PropertyKey[], message: string, remedy: string): Problem {
  const plain = keys.map((key) => (typeof key === "number" ? key : String(key)));
  return { path: pathOf(plain), keys: plain, message, remedy };
}

/**
 * `["profiles", "coder", "hosts", 1]` as `profiles.coder.hosts[1]`; keys that are no plain words stand in `["…"]`. A key
 * that can be a secret is left out: `env["TOKEN=…"]`.
 */
export function pathOf(keys: readonly (string | number)[]): string {
  let path = "";
  for (const [place, written] of keys.entries()) {
    const key = typeof written === "number" ? written : shownKey(written, SECRETS.has(keys[place - 1]));
    if (typeof key === "number") path += `[${key}]`;
    else if (/^[A-Za-z0-9_-]+$/.test(key)) path += path === "" ? key : `.${key}`;
    else path += `[${JSON.stringify(key)}]`;
  }
  return path;
}
