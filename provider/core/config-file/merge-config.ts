import { type Problem, problemAt } from "../problem";
import { checkConfig } from "./check-config";
import { type Config, type ConfigPath, isBranch } from "./config";
import { readConfigFile } from "./config-file";
import { isAsPlanned } from "./is-as-planned";
import { removeSettings } from "./remove-settings";
import { setSettings } from "./set-settings";

/** From what was declared to what is. */
export interface ConfigChange {
  /** What we wrote last; empty on first contact. */
  readonly before: Config;
  /** What is declared now; empty: everything of ours goes. */
  readonly after: Config;
  /** What the last merge gave as `found`; `[]` on first contact. */
  readonly found: readonly ConfigPath[];
  /** Somebody else's value where a new leaf is to stand: a problem, or overwritten. */
  readonly adopt: "refuse" | "take-over";
}

/** The file as it is to be, or why nothing can be changed. */
export type ConfigMerge =
  | {
      /** `undefined`: there is to be no file. */
      readonly text: string | undefined;
      /**
       * Leaves and maps of `after` that stood in the file before us, and `[]` if there was a file: no later merge
       * removes them. Belongs into the state beside `after`.
       */
      readonly found: readonly ConfigPath[];
      readonly problems?: undefined;
    }
  | {
      readonly problems: readonly Problem[];
      readonly text?: undefined;
      readonly found?: undefined;
    };

/**
 * Merges settings into the text of a config.yaml that Hermes and people edit too. Every leaf of `after` has its value
 * then, leaves that only `before` has are gone, and every other byte stays as it is: comments, order, blank lines,
 * styles, line ends.
 *
 * - A value that is there already is not touched, however it is written, and stays when it is no longer declared.
 * - A leaf of `before` that somebody changed is set again while it is declared, and left to them when it is not.
 * - A map that we made goes with its last key. Comments in it stay.
 * - New keys stand last in their map, in order of declaration.
 *
 * Values are compared and written as PyYAML reads them, which Hermes uses: `yes` is true, and the text "yes" is quoted.
 * The result is read again before it is given: it has what is declared, and nothing else has changed.
 *
 * @param text the file; `undefined`: there is none
 */
export function mergeConfig(text: string | undefined, change: ConfigChange): ConfigMerge {
  const { before, after, found, adopt } = change;
  const declared = checkConfig(after);
  if (declared.length > 0) return { problems: declared };
  const file = readConfigFile(text ?? "");
  if ("message" in file) return { problems: [file] };
  const stood = new Set(found.map((path) => JSON.stringify(path)));
  const isFound = (path: ConfigPath) => stood.has(JSON.stringify(path));

  const removed = removeSettings(file, before, after, isFound);
  if (removed.problems.length > 0) return { problems: removed.problems };
  const between = removed.text === file.written ? file : readConfigFile(removed.text);
  if ("message" in between) return { problems: [notAsPlanned()] };

  const set = setSettings(between, { before, after, takeOver: adopt === "take-over", isFound });
  if (set.problems.length > 0) return { problems: set.problems };
  const result = set.text === between.written ? between : readConfigFile(set.text);
  const done = { removed: removed.touched, set: set.touched, after };
  if ("message" in result || !isAsPlanned(file, result, done)) return { problems: [notAsPlanned()] };

  const fileFound = text !== undefined && (!isBranch(before) || isFound([]));
  if (!isBranch(after)) {
    const nothingLeft = /^\ufeff?\s*$/.test(result.written);
    const goes = text === undefined || (isBranch(before) && !fileFound && nothingLeft);
    return { text: goes ? undefined : result.written, found: [] };
  }
  return { text: result.written, found: [...(fileFound ? [[]] : []), ...set.found] };
}

function notAsPlanned(): Problem {
  return problemAt(
    [],
    "the file is written in a way that cannot be changed without changing more than was meant; it is as it was",
    "write these settings into it by hand, or save it in a plainer style",
  );
}
