import type { CST, Pair } from "yaml";

/** An entry of a map as it stands in the text: what is before its key, the key, what is between, the value. */
export type Entry = CST.CollectionItem;

/** The token of an entry that has been read with `keepSourceTokens`. */
export function entryOf(pair: Pair): Entry {
  return pair.srcToken ?? { start: [] };
}

/** Where an entry begins: at its key, or at the `?`, the anchor or the tag before it. */
export function entryStart(entry: Entry): number {
  const mark = entry.start.find(({ type }) => isMark(type) && type !== "comma");
  return mark?.offset ?? entry.key?.offset ?? entry.sep?.[0]?.offset ?? 0;
}

/** Where an entry ends: behind its value, or behind the colon, the anchor or the tag that stands last. */
export function entryEnd({ start, key, sep, value }: Entry): number {
  if (value) return tokenEnd(value);
  return marksEnd(sep) ?? (key ? tokenEnd(key) : (marksEnd(start) ?? 0));
}

/** Where the colon of an entry ends; `undefined`: there is none. */
export function colonEnd({ sep }: Entry): number | undefined {
  const colon = sep?.find(({ type }) => type === "map-value-ind");
  return colon && colon.offset + colon.source.length;
}

/** Where an entry's value begins, with its anchor and its tag; `undefined`: nothing is there. */
export function valueStart({ sep, value }: Entry): number | undefined {
  return propsOf(sep)[0]?.offset ?? value?.offset;
}

/** Anchors and tags before a value. */
export function propsOf(tokens: readonly CST.SourceToken[] | undefined): CST.SourceToken[] {
  return (tokens ?? []).filter(({ type }) => type === "anchor" || type === "tag");
}

/** The entries of a map, without what is only a comment or a last comma. */
export function entriesOf(token: CST.BlockMap | CST.FlowCollection): Entry[] {
  return token.items.filter(({ key, sep, value }) => key || sep || value);
}

/** Where a token's text ends, without blanks and comments behind it. */
export function tokenEnd(token: CST.Token): number {
  switch (token.type) {
    case "block-map":
    case "block-seq": {
      const last = token.items.findLast(({ start, key, sep, value }: Entry) => {
        return key || sep || value || marksEnd(start) !== undefined;
      });
      return last ? entryEnd(last) : token.offset;
    }
    case "flow-collection": {
      const [brace] = token.end;
      return brace ? brace.offset + brace.source.length : token.offset + 1;
    }
    case "block-scalar": {
      const header = token.props.reduce((sum, prop) => sum + ("source" in prop ? prop.source.length : 0), 0);
      return token.offset + header + token.source.length;
    }
    default:
      return token.offset + ("source" in token ? token.source.length : 0);
  }
}

/**
 * Whether a token is a block scalar that the end of the file cuts off before its line end, and that would keep one:
 * PyYAML reads it without, so that a line end behind it would change it. Not so with `|-` and `>-`.
 */
export function isOpenBlock(text: string, token: CST.Token | undefined): boolean {
  if (token?.type !== "block-scalar") return false;
  const strips = token.props.some((prop) => prop.type === "block-scalar-header" && prop.source.includes("-"));
  return !strips && text[tokenEnd(token) - 1] !== "\n";
}

/** The token that stands last of all in a map or a sequence. */
export function lastToken(token: CST.Token | undefined): CST.Token | undefined {
  if (token?.type !== "block-map" && token?.type !== "block-seq") return token;
  return lastToken(token.items.findLast(({ value }: Entry) => value)?.value ?? undefined);
}

/** What belongs to an entry, unlike blanks, line ends and comments. */
function isMark(type: CST.SourceToken["type"]): boolean {
  return type !== "space" && type !== "newline" && type !== "comment";
}

function marksEnd(tokens: readonly CST.SourceToken[] | undefined): number | undefined {
  const last = tokens?.findLast(({ type }) => isMark(type));
  return last && last.offset + last.source.length;
}
