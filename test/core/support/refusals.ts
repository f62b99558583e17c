import { parseFleet } from "../../../provider/core/schema/parse-fleet";

/** One document with one mistake, and the problem that it leads to. */
export type Refusal = [what: string, document: unknown, path: string, message: string, remedy: string];

export const HOSTS = { vm1: { connection: { host: "192.0.2.10" } } };

/** The problems of a document; each has a path that fits its keys, and texts of one line. */
export function problemsOf(document: unknown): [path: string, message: string, remedy: string][] {
  return (parseFleet(document).problems ?? []).map(({ path, keys, message, remedy }) => {
    const spelled = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
    if (!path.includes('["') && spelled.replace(/^\./, "") !== path)
      throw new Error(`${path} is not ${spelled}`);
    if (!/^\S.*$/.test(message) || !/^\S.*$/.test(remedy)) throw new Error(`no texts of one line at ${path}`);
    return [path, message, remedy];
  });
}

/** A fleet with one profile that has these options. */
export const profile = (options: object | null, key = "coder") => ({
  hosts: HOSTS,
  profiles: { [key]: options },
});

/** A fleet with one profile that has these directives for its service. */
export const service = (directives: object) => profile({ directives: { Service: directives } });

/** A fleet with one host that has this connection. */
export const connection = (options: unknown) => ({
  hosts: { vm1: { connection: options } },
  profiles: { coder: null },
});
