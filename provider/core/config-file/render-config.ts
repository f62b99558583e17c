import { type Config, type ConfigValue, isConfig, type WrittenScalar } from "./config";
import { quote, renderScalar } from "./render-scalar";

/** How lines are made. */
export interface BlockStyle {
  /** Blanks before the keys. */
  readonly indent: number;
  /** Blanks more for each level below. */
  readonly step: number;
  /** The file's line end. */
  readonly newline: string;
  /** Whether a text of several lines may stand as a literal block: not before what could become a part of it. */
  readonly literals: boolean;
}

/** Keys with their values as lines of a block, each with its end. */
export function renderBlock(config: Config, style: BlockStyle): string {
  const blanks = " ".repeat(style.indent);
  return Object.entries(config)
    .map(([key, value]) => `${blanks}${renderKey(key, false)}:${renderValue(value, style)}${style.newline}`)
    .join("");
}

/**
 * What stands after a key's colon in a block, from the blank on and without the last line's end. Sequences and maps
 * take lines of their own, and so do texts of several lines where a literal block can hold them.
 *
 * @param style of the key's line
 */
export function renderValue(value: ConfigValue, style: BlockStyle): string {
  const inner = { ...style, indent: style.indent + style.step };
  const lines = renderLines(value, inner);
  if (lines !== undefined) return `${style.newline}${lines.slice(0, -style.newline.length)}`;
  if (style.literals && typeof value === "string" && isProse(value)) return ` ${renderLiteral(value, inner)}`;
  return ` ${renderInline(value, { flow: false, quoted: false })}`;
}

/** A sequence or a map as lines, each with its end; `undefined` for what stands on the key's own line. */
export function renderLines(value: ConfigValue, style: BlockStyle): string | undefined {
  if (isConfig(value)) return Object.keys(value).length === 0 ? undefined : renderBlock(value, style);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((item: ConfigValue) => renderItem(item, style)).join("");
}

/** A value on one line, sequences and maps in flow style. */
export function renderInline(value: ConfigValue, place: { flow: boolean; quoted: boolean }): string {
  const inner = { ...place, flow: true };
  if (Array.isArray(value)) {
    return `[${value.map((item: ConfigValue) => renderInline(item, inner)).join(", ")}]`;
  }
  if (isConfig(value)) return `{${renderEntries(value, place.quoted).join(", ")}}`;
  return renderScalar(value as string | number | boolean | null | WrittenScalar, place);
}

/** The entries of a flow map, without its braces and commas. */
export function renderEntries(config: Config, quoted: boolean): string[] {
  return Object.entries(config).map(
    ([key, value]) => `${renderKey(key, quoted)}: ${renderInline(value, { flow: true, quoted })}`,
  );
}

/** A key is always a text, also `8642` and `yes`. */
function renderKey(key: string, quoted: boolean): string {
  return key === "" ? quote(key) : renderScalar(key, { flow: true, quoted });
}

/** The first line of what an item holds stands behind its dash. */
function renderItem(item: ConfigValue, style: BlockStyle): string {
  const dash = `${" ".repeat(style.indent)}- `;
  const inner = { ...style, indent: style.indent + 2 };
  const lines = renderLines(item, inner);
  if (lines !== undefined) return `${dash}${lines.slice(inner.indent)}`;
  return `${dash}${renderInline(item, { flow: false, quoted: false })}${style.newline}`;
}

/** Texts of several lines that a literal block holds as they are, whatever stands around it. */
function isProse(text: string): boolean {
  return (
    /\n[^\n]/.test(text) &&
    /^[^\s#][\s\S]*\S\n?$/.test(text) &&
    /^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text) &&
    !/[ \t\u00a0]\n/.test(text)
  );
}

function renderLiteral(text: string, { indent, newline }: BlockStyle): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const body = lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));
  return [text.endsWith("\n") ? "|" : "|-", ...body].join(newline);
}
