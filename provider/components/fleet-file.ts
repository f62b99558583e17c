import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LineCounter, type parseDocument } from "yaml";
import type { Fleet } from "../core/schema/fleet";
import type { FleetInput } from "../core/schema/fleet-schema";
import { parseFleet } from "../core/schema/parse-fleet";
import { parseWithinBudget, repeatedKey } from "../core/yaml-budget";
import { loadConfigFiles, withAbsoluteConfigFiles } from "./config-files.js";
import { problemText } from "./fleet-error.js";
import { yamlComplaint } from "./yaml-complaint.js";

/**
 * A fleet file, or everything that is wrong with it, each with line and column. In `written` the paths of config files
 * are absolute, in `fleet` the files are read.
 */
export type FleetFile =
  | { readonly written: FleetInput; readonly fleet: Fleet; readonly problems?: undefined }
  | { readonly written?: undefined; readonly fleet?: undefined; readonly problems: readonly string[] };

/** Reads and checks a fleet file. `shownAs` is its path as the operator writes it. Throws nothing. */
export function readFleetFile(path: string, shownAs: string): FleetFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(error);
    return {
      problems: [`${shownAs}: ${reason}\n    remedy: write it; examples/quickstart has one to start from`],
    };
  }
  return parseFleetText(text, shownAs, dirname(resolve(path)));
}

/** Checks the text of a fleet file; relative paths of config files in it begin in `directory`. */
export function parseFleetText(text: string, shownAs: string, directory = "."): FleetFile {
  const lines = new LineCounter();
  const { document, over } = parseWithinBudget(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shownAs}:${line}:${col}`;
  };
  if (document === undefined) return { problems: [`${shownAs}: ${over.what}\n    remedy: ${over.remedy}`] };
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(
        (error) =>
          `${at(error.pos[0])}: ${yamlComplaint(error)}\n    remedy: correct the YAML; editors show the place`,
      ),
    };
  }
  if (over) return { problems: [`${at(over.offset)}: ${over.what}\n    remedy: ${over.remedy}`] };
  const repeated = repeatedKey(document);
  if (repeated !== undefined) {
    return {
      problems: [
        `${at(repeated)}: Map keys must be unique\n    remedy: correct the YAML; editors show the place`,
      ],
    };
  }
  let written: FleetInput;
  try {
    written = document.toJS({ maxAliasCount: 100 }) as FleetInput;
  } catch {
    // the parser's own words name the alias, and a password without quotes may begin with `*`
    const what = "an alias (*name) leads nowhere, or all of them expand without end";
    return {
      problems: [
        `${shownAs}: ${what}\n    remedy: put a text that begins with * in quotes; use fewer aliases`,
      ],
    };
  }
  written = withAbsoluteConfigFiles(written, directory) as FleetInput;
  const loaded = loadConfigFiles(written, directory);
  const parsed = parseFleet(loaded.written);
  if (parsed.fleet && loaded.problems.length === 0) return { written, fleet: parsed.fleet };
  const placed = [...loaded.problems, ...(parsed.problems ?? [])].map((problem) => ({
    problem,
    offset: offsetOf(document, problem.keys),
  }));
  placed.sort((a, b) => a.offset - b.offset);
  return { problems: placed.map(({ problem, offset }) => problemText(problem, at(offset))) };
}

/** Where a path begins in the text; of a key that is not there, where its parent does. */
function offsetOf(document: ReturnType<typeof parseDocument>, keys: readonly (string | number)[]): number {
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const node = nodeAt(document, keys.slice(0, depth));
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

interface Placed {
  readonly range?: readonly [number, number, number] | null;
}

/** The key's own node rather than its value's: the value of a wrong key may be on the next line. */
function nodeAt(
  document: ReturnType<typeof parseDocument>,
  keys: readonly (string | number)[],
): Placed | undefined {
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  const last = keys.at(-1);
  const items = (parent as { items?: readonly { key?: Placed & { value?: unknown } }[] } | null)?.items;
  if (typeof last === "string") return items?.find(({ key }) => key?.value === last)?.key;
  return document.getIn(keys, true) as Placed | undefined;
}
