import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { type Problem, problemAt } from "../core/problem";

/** A fleet with the profiles' files read into `config` and `profile`, and what is wrong with the files. */
export interface LoadedConfigs {
  readonly written: unknown;
  readonly problems: readonly Problem[];
}

/** The options that name a file, what its content is an option of, and what Hermes calls it. */
const FILES = [
  { from: "configFile", into: "config", called: "config.yaml" },
  { from: "profileFile", into: "profile", called: "profile.yaml" },
] as const;

/** Makes the paths of these files absolute, so that they mean the same from wherever they are read. */
export function withAbsoluteConfigFiles(written: unknown, directory: string): unknown {
  return mapProfiles(written, (profile) => {
    const paths = FILES.flatMap(({ from }) => {
      const path = profile[from];
      return typeof path === "string" ? [[from, resolve(directory, path)]] : [];
    });
    return { ...profile, ...Object.fromEntries(paths) };
  });
}

/**
 * Reads the files of every profile that names one. A file that Hermes could not read either is a problem:
 * Hermes would start without it, on its defaults (observed with 0.19.0). No text of a file enters a problem.
 *
 * @param directory where relative paths begin
 */
export function loadConfigFiles(written: unknown, directory: string): LoadedConfigs {
  const problems: Problem[] = [];
  const loaded = mapProfiles(written, (profile, key) => {
    const contents = FILES.flatMap(({ from, into, called }) => {
      const path = profile[from];
      if (typeof path !== "string") return [];
      const at = ["profiles", key, from];
      if (profile[into] !== undefined) {
        problems.push(problemAt(at, `stands beside ${into}`, "write one of the two"));
        return [];
      }
      const read = readConfig(resolve(directory, path));
      if (typeof read !== "string") return [[into, read]];
      problems.push(problemAt(at, read, `name a file with the content of the profile's ${called}`));
      return [];
    });
    return { ...profile, ...Object.fromEntries(contents) };
  });
  return { written: loaded, problems };
}

type Fields = Readonly<Record<string, unknown>>;

function mapProfiles(written: unknown, change: (profile: Fields, key: string) => Fields): unknown {
  if (!isMap(written) || !isMap(written.profiles)) return written;
  const profiles = Object.entries(written.profiles).map(([key, profile]) => [
    key,
    isMap(profile) ? change(profile, key) : profile,
  ]);
  return { ...written, profiles: Object.fromEntries(profiles) };
}

/** The file's map, or what is wrong with the file. */
function readConfig(path: string): Fields | string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return `cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    return `is no YAML at line ${line}, column ${col}`;
  }
  try {
    const config: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
    return isMap(config) ? config : "holds no set of keys";
  } catch {
    return "has an alias that leads nowhere or expands without end";
  }
}

/** Only plain objects: an Output is left as it is, for the schema to refuse. */
function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
