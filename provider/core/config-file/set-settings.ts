import { type CST, isMap, type Pair, type YAMLMap } from "yaml";
import type { Problem } from "../problem";
import { blockEnd, replaceInBlock } from "./block-splices";
import { type Config, type ConfigPath, type ConfigValue, isBranch, ownValue } from "./config";
import { type ConfigFile, isNothing } from "./config-file";
import { entriesUnder, isMerged } from "./find-setting";
import { insertFlowEntries, isJsonLike, replaceInFlow } from "./flow-splices";
import {
  anchorRefusal,
  keyRefusal,
  mergeRefusal,
  openBlockRefusal,
  pathRefusal,
  sharedRefusal,
  valueRefusal,
} from "./refusals";
import { type BlockStyle, renderBlock, renderEntries } from "./render-config";
import { isSame } from "./same-value";
import {
  applySplices,
  endsInLineEnd,
  hasBlanksBehind,
  insertLines,
  newlineOf,
  nextLine,
  type Splice,
} from "./splice";
import { entryEnd, entryOf } from "./token-places";
import { type Touched, touch } from "./touched";

/** What is to be set. */
export interface SettingsToSet {
  /** What was declared when the file was written last. */
  readonly before: Config;
  readonly after: Config;
  /** Whether a value that somebody else wrote makes way. */
  readonly takeOver: boolean;
  /** Whether something stood at a path before us, for what `before` has. */
  readonly isFound: (path: ConfigPath) => boolean;
}

/** A text in which every leaf has its value; or why one of them cannot be set. */
export interface SetSettings {
  readonly text: string;
  /** What stood there before us, of the leaves and maps of `after`. */
  readonly found: readonly ConfigPath[];
  readonly touched: Touched;
  readonly problems: readonly Problem[];
}

/** Sets every leaf of `after` that has not its value yet. Nothing else changes. */
export function setSettings(file: ConfigFile, settings: SettingsToSet): SetSettings {
  const setting = new Setting(file, settings);
  setting.all();
  return {
    text: applySplices(file.written, setting.splices),
    found: setting.found,
    touched: setting.touched,
    problems: setting.problems,
  };
}

/** Where in a map the work is. */
interface Place {
  readonly path: ConfigPath;
  /** Flow maps: keys are written as in JSON. */
  readonly quoted: boolean;
}

class Setting {
  readonly splices: Splice[] = [];
  readonly found: ConfigPath[] = [];
  readonly touched: Touched = new Map();
  readonly problems: Problem[] = [];
  private readonly newline: string;

  constructor(
    private readonly file: ConfigFile,
    private readonly settings: SettingsToSet,
  ) {
    this.newline = newlineOf(file.text);
  }

  all(): void {
    const { before, after } = this.settings;
    if (!isBranch(after)) return;
    if (this.file.root) this.inMap(this.file.root, before, after, { path: [], quoted: false });
    else {
      this.insert(endOfNothing(this.file), after, 0, []);
      this.touchAll(after, []);
    }
  }

  private inMap(map: YAMLMap, before: Config, after: Config, place: Place): void {
    const token = map.srcToken as CST.BlockMap | CST.FlowCollection;
    const quoted = token.type === "flow-collection" && isJsonLike(token, place.quoted);
    const edits = this.splices.length;
    const added: [string, ConfigValue][] = [];
    for (const [key, value] of Object.entries(after)) {
      const path = [...place.path, key];
      const pairs = entriesUnder(this.file, map, key);
      const [pair] = pairs;
      if (this.refuse(keyRefusal(this.file, pairs, path))) continue;
      if (pair) this.inEntry(map, pair, ownValue(before, key), value, { path, quoted });
      else if (isMerged(this.file, map, key)) this.refuse(mergeRefusal(this.file, map, path));
      else added.push([key, value]);
    }
    if (added.length > 0) this.add(token, Object.fromEntries(added), { path: place.path, quoted });
    if (this.splices.length > edits) this.refuse(sharedRefusal(this.file, map, place.path));
  }

  private inEntry(
    map: YAMLMap,
    pair: Pair,
    before: ConfigValue | undefined,
    after: ConfigValue,
    place: Place,
  ): void {
    const { path } = place;
    if (!isBranch(after)) {
      this.setLeaf(map, pair, isBranch(before) ? undefined : before, after, place);
      return;
    }
    if (!isBranch(before) || this.settings.isFound(path)) this.found.push(path);
    const inner = isBranch(before) ? before : {};
    if (!map.flow && isNothing(pair.value)) {
      const token = map.srcToken as CST.BlockMap;
      const at = nextLine(this.file.text, entryEnd(entryOf(pair)));
      this.insert(at, after, token.indent + stepOf(this.file.root), path);
      this.touchAll(after, path);
    } else if (!this.refuse(pathRefusal(this.file, pair, path)) && isMap(pair.value)) {
      this.inMap(pair.value, inner, after, place);
    }
  }

  private setLeaf(
    map: YAMLMap,
    pair: Pair,
    before: ConfigValue | undefined,
    after: ConfigValue,
    { path, quoted }: Place,
  ): void {
    if (isSame(this.file, pair.value, after)) {
      if (before === undefined || this.settings.isFound(path)) this.found.push(path);
      return;
    }
    if (before === undefined && !this.settings.takeOver) {
      this.refuse(valueRefusal(this.file, pair, path));
      return;
    }
    if (this.refuse(anchorRefusal(this.file, pair, path))) return;
    const entry = entryOf(pair);
    const { text } = this.file;
    this.splices.push(
      map.flow
        ? replaceInFlow(entry, after, quoted)
        : replaceInBlock(
            text,
            entry,
            after,
            this.style((map.srcToken as CST.BlockMap).indent, entryEnd(entry)),
          ),
    );
    touch(this.touched, path);
  }

  private add(token: CST.BlockMap | CST.FlowCollection, added: Config, { path, quoted }: Place): void {
    const { text } = this.file;
    if (token.type === "block-map") this.insert(blockEnd(text, token), added, token.indent, path);
    else this.splices.push(insertFlowEntries(text, token, renderEntries(added, quoted), this.newline));
    this.touchAll(added, path);
  }

  /** Called after what goes into deeper maps, whose lines stand before these where both end at one place. */
  private insert(at: number, added: Config, indent: number, path: ConfigPath): void {
    const open = at === this.file.text.length ? openBlockRefusal(this.file, path) : undefined;
    if (this.refuse(open)) return;
    const lines = renderBlock(added, this.style(indent, at));
    this.splices.push(insertLines(this.file.text, at, lines, this.newline));
  }

  private style(indent: number, end: number): BlockStyle {
    const { text, root } = this.file;
    const literals = endsInLineEnd(text) && !hasBlanksBehind(text, end);
    return { indent, step: stepOf(root), newline: this.newline, literals };
  }

  private touchAll(added: Config, path: ConfigPath): void {
    for (const key of Object.keys(added)) touch(this.touched, [...path, key]);
  }

  private refuse(problem: Problem | undefined): boolean {
    if (problem) this.problems.push(problem);
    return problem !== undefined;
  }
}

/** How much deeper the file indents a map in a map; 2 where it has none. */
function stepOf(root: YAMLMap | undefined): number {
  const outer = root?.srcToken;
  if (outer?.type !== "block-map") return 2;
  for (const { value } of outer.items) {
    if (value?.type === "block-map") return value.indent - outer.indent;
  }
  return 2;
}

/** The end of a file of comments: before the line that ends the document, if there is one. */
function endOfNothing({ text }: ConfigFile): number {
  return /^\.\.\.(?=\s|$)/m.exec(text)?.index ?? text.length;
}
