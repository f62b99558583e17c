import type { CST } from "yaml";
import type { ConfigValue } from "./config";
import { renderInline } from "./render-config";
import { lineStart, type Splice } from "./splice";
import { colonEnd, type Entry, entriesOf, entryEnd, entryStart, valueStart } from "./token-places";

/** Removes entries of a flow map, each with one comma. Comments between entries stay. */
export function removeFlowEntries(
  text: string,
  token: CST.FlowCollection,
  gone: ReadonlySet<Entry>,
): Splice[] {
  const entries = entriesOf(token);
  const firstKept = entries.findIndex((entry) => !gone.has(entry));
  return entries.flatMap((entry, i) => {
    if (!gone.has(entry)) return [];
    const own = { start: entryStart(entry), end: entryEnd(entry), text: "" };
    // before the first one that stays, the comma behind goes with the entry; else the one before it
    const before = firstKept !== -1 && i > firstKept;
    const from = before ? entryEnd(entries[i - 1] ?? entry) : own.end;
    const next = entries[i + 1] ?? token.items.at(-1);
    const comma = commaOf(before ? entry : next);
    if (comma === undefined || comma < from) return [own];
    const to = before ? own.start : next === undefined || !entries[i + 1] ? comma + 1 : entryStart(next);
    // all that stands between two entries goes if it is a comma and blanks
    if (/^\s*,\s*$/.test(text.slice(from, to))) {
      return [before ? { ...own, start: from } : { ...own, end: to }];
    }
    return [own, { start: comma, end: comma + 1, text: "" }];
  });
}

/** Puts entries behind the last one of a flow map, on lines of their own if that one has its own. */
export function insertFlowEntries(
  text: string,
  token: CST.FlowCollection,
  rendered: readonly string[],
  newline: string,
): Splice {
  const last = entriesOf(token).at(-1);
  if (last === undefined) {
    const at = token.offset + token.start.source.length;
    return { start: at, end: at, text: rendered.join(", ") };
  }
  const before = text.slice(lineStart(text, entryStart(last)), entryStart(last));
  const separator = /^[ ]*$/.test(before) ? `,${newline}${before}` : ", ";
  const at = entryEnd(last);
  return { start: at, end: at, text: rendered.map((entry) => separator + entry).join("") };
}

/** Puts a value in the place of another in a flow map. */
export function replaceInFlow(entry: Entry, value: ConfigValue, quoted: boolean): Splice {
  const text = renderInline(value, { flow: true, quoted });
  const end = entryEnd(entry);
  const colon = colonEnd(entry);
  // `{a}` has no colon, `{a: }` has no value
  if (colon === undefined) return { start: end, end, text: `: ${text}` };
  const start = valueStart(entry);
  return start === undefined ? { start: colon, end: colon, text: ` ${text}` } : { start, end, text };
}

/** Whether a flow map writes its keys as JSON does. */
export function isJsonLike(token: CST.FlowCollection, otherwise: boolean): boolean {
  const entries = entriesOf(token);
  if (entries.length === 0) return otherwise;
  return entries.every(({ key }) => key?.type === "double-quoted-scalar");
}

function commaOf(entry: Entry | undefined): number | undefined {
  return entry?.start.find(({ type }) => type === "comma")?.offset;
}
