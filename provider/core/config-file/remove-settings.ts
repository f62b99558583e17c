import { type CST, isMap, type Pair, type YAMLMap } from "yaml";
import type { Problem } from "../problem";
import { removeBlockEntry, removeKeyLine } from "./block-splices";
import { type Config, type ConfigPath, isBranch, ownValue } from "./config";
import { type ConfigFile, isNothing } from "./config-file";
import { entriesUnder } from "./find-setting";
import { removeFlowEntries } from "./flow-splices";
import { anchorRefusal, keyRefusal, sharedRefusal } from "./refusals";
import { isSame } from "./same-value";
import { removeLines, type Splice } from "./splice";
import { entryOf } from "./token-places";
import { type Touched, touch } from "./touched";

/** A text from which settings are gone, with the keys that went; or why one of them cannot go. */
export interface RemovedSettings {
  readonly text: string;
  readonly touched: Touched;
  readonly problems: readonly Problem[];
}

/**
 * Removes what was declared before and is no longer: leaves that still have our value and were not found in the file,
 * and maps that are empty then, unless they were found or are still declared. Comments in such maps stay.
 *
 * @param isFound whether something stood there before us
 */
export function removeSettings(
  file: ConfigFile,
  before: Config,
  after: Config,
  isFound: (path: ConfigPath) => boolean,
): RemovedSettings {
  const removal = new Removal(file, isFound);
  const { splices } = file.root ? removal.from(file.root, before, after, []) : { splices: [] };
  return {
    text: removeLines(file.written, splices),
    touched: removal.touched,
    problems: removal.problems,
  };
}

interface RemovedFromMap {
  readonly splices: readonly Splice[];
  /** Nothing is left in the map. */
  readonly all: boolean;
}

class Removal {
  readonly touched: Touched = new Map();
  readonly problems: Problem[] = [];

  constructor(
    private readonly file: ConfigFile,
    private readonly isFound: (path: ConfigPath) => boolean,
  ) {}

  /** What goes from one map, also from the maps in it. */
  from(map: YAMLMap, before: Config, after: Config, path: ConfigPath): RemovedFromMap {
    const splices: Splice[] = [];
    const gone = new Map<Pair, readonly Splice[]>();
    const errors = this.problems.length;
    for (const [key, value] of Object.entries(before)) {
      const at = [...path, key];
      const pairs = entriesUnder(this.file, map, key);
      const [pair] = pairs;
      const next = ownValue(after, key);
      if (pair === undefined || (!isBranch(value) && next !== undefined && !isBranch(next))) continue;
      const inner = isBranch(value)
        ? this.fromValue(pair, value, isBranch(next) ? next : {}, at)
        : { splices: [], all: isSame(this.file, pair.value, value) };
      const goes = inner.all && !this.isFound(at) && !(isBranch(value) && isBranch(next));
      if (goes || inner.splices.length > 0) this.note(keyRefusal(this.file, pairs, at));
      if (!goes) splices.push(...inner.splices);
      else {
        this.note(anchorRefusal(this.file, pair, at));
        gone.set(pair, inner.splices);
        touch(this.touched, at);
      }
    }
    if (gone.size > 0 || splices.length > 0) this.note(sharedRefusal(this.file, map, path));
    if (this.problems.length > errors) return { splices: [], all: false };
    return { splices: [...splices, ...this.splicesFor(map, gone)], all: gone.size === map.items.length };
  }

  private fromValue({ value }: Pair, before: Config, after: Config, path: ConfigPath): RemovedFromMap {
    if (isMap(value)) return this.from(value, before, after, path);
    return { splices: [], all: isNothing(value) };
  }

  private splicesFor(map: YAMLMap, gone: ReadonlyMap<Pair, readonly Splice[]>): Splice[] {
    const { text } = this.file;
    if (map.flow) {
      const entries = new Set([...gone.keys()].map(entryOf));
      return removeFlowEntries(text, map.srcToken as CST.FlowCollection, entries);
    }
    return [...gone].flatMap(([pair, inner]) => {
      const byItself = isMap(pair.value) && !pair.value.flow;
      return byItself
        ? [removeKeyLine(text, entryOf(pair)), ...inner]
        : [removeBlockEntry(text, entryOf(pair))];
    });
  }

  private note(problem: Problem | undefined): void {
    if (problem) this.problems.push(problem);
  }
}
