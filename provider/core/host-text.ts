/** Most lines of a text that is shown, and most characters of each. */
const MOST_LINES = 60;
const LONGEST_LINE = 4000;
/** A line that is cut is cut at a blank, so that no half of a word stays: it may be a secret, which is then not found. */
const LONGEST_WORD = 2000;

/**
 * What a terminal, a log viewer or a reader of lines may take for something else than a character to show: controls (C0,
 * DEL, C1), format characters (bidi, zero width, soft hyphen, tags), what is unassigned or private, line and paragraph
 * separators, variation selectors and fillers that show nothing, half characters.
 */
const UNSHOWN = /\p{Cc}|\p{Cf}|\p{Cn}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu;

/**
 * A text that may hold words of a machine, for people: nothing in it moves a cursor, hides, reorders or colours. Its first
 * line begins where it is put; every further one is indented, so that no words of a machine stand where a line of this
 * program or of the engine would begin. Long lines and texts end in what was left out.
 */
export function shownText(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n", MOST_LINES + 1);
  const shown = lines.slice(0, MOST_LINES).map((line, index) => {
    const clean = shownLine(line);
    return index === 0 || clean === "" || clean.startsWith("  ") ? clean : `  ${clean.trimStart()}`;
  });
  if (lines.length > MOST_LINES) shown.push(`  … (more than ${MOST_LINES} lines)`);
  return shown.join("\n");
}

/** One line of a machine, as {@link shownText} shows it; line ends are shown too. */
export function shownLine(text: string): string {
  const kept = text.slice(0, cutAt(text));
  const clean = escaped(kept.replaceAll("\t", " "));
  const more = text.length - kept.length;
  return more > 0 ? `${clean}… (${more} more characters)` : clean;
}

function cutAt(text: string): number {
  if (text.length <= LONGEST_LINE) return text.length;
  const blank = text.lastIndexOf(" ", LONGEST_LINE);
  return blank > LONGEST_LINE - LONGEST_WORD ? blank : LONGEST_LINE - LONGEST_WORD;
}

/** A text as it is, with everything that cannot be seen written as `\x1b` or `\u202e`. */
function escaped(text: string): string {
  return text.replace(UNSHOWN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** The first words of the last line of a unit's text that is not what the host has byte by byte. */
const NOT_AS_IS = "# hermes-fleet shows this unit otherwise than the host has it:";

/** Longest text of a unit that a state keeps, in characters. */
const LONGEST_UNIT = 65_536;

/**
 * The text of a unit as a machine has it, for a state and a diff: what cannot be seen is written as an escape, and a text
 * that is too long ends early. One that was changed for this ends in a comment that says so, which no declared unit has:
 * it is never equal to a declared text, and {@link isShownOtherwise} tells it, so that it is never installed.
 */
export function shownUnit(text: string): string {
  const kept = text.slice(0, LONGEST_UNIT);
  const clean = kept
    .split("\n")
    .map((line) => line.split("\t").map(escaped).join("\t"))
    .join("\n");
  const reasons = [
    ...(clean === kept ? [] : ["it holds characters that cannot be seen"]),
    ...(kept === text ? [] : [`it has ${text.length} characters`]),
  ];
  if (isShownOtherwise(text)) reasons.push("it says so itself");
  return reasons.length === 0 ? text : `${clean.trimEnd()}\n${NOT_AS_IS} ${reasons.join(", ")}\n`;
}

/** Whether a unit's text was changed to be shown, or holds what cannot be seen: neither is for a host. */
export function isShownOtherwise(text: string): boolean {
  return text.split("\n").some((line) => line.startsWith(NOT_AS_IS));
}
