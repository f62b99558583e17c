/** One line as it stands in the file, without a continuation. */
export interface PhysicalLine {
  readonly text: string;
  /** The bytes that end it: LF, CR, a pair of both, NUL, or nothing at the end of the file. */
  readonly end: string;
}

/** `[Name]` on a line of its own. */
export interface SectionEntry {
  readonly kind: "section";
  readonly lines: readonly PhysicalLine[];
  readonly name: string;
}

/** `Key=value`, with its continuation lines and the comments between them. */
export interface DirectiveEntry {
  readonly kind: "directive";
  readonly lines: readonly PhysicalLine[];
  /** Name of the section that it belongs to; `""` before the first one, where systemd ignores it. */
  readonly section: string;
  readonly key: string;
  /** As systemd reads it: continuations joined, outer blanks gone, quotes and escapes still in it. */
  readonly value: string;
}

/** Anything else: blank lines, comments, lines that systemd refuses. */
export interface OtherEntry {
  readonly kind: "other";
  readonly lines: readonly PhysicalLine[];
}

export type UnitEntry = SectionEntry | DirectiveEntry | OtherEntry;

/** A systemd unit file with every byte it had. */
export interface UnitFile {
  readonly entries: readonly UnitEntry[];
}
