import { type EnvPiece, envPieces, isSameBlock, lineText } from "./env-blocks";
import { foreignAssignments } from "./foreign-assignments";

/** Our variables, and the block that they are written as: its bytes, each as one character. */
export interface EnvPart {
  readonly block: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** From what was written to what is declared. */
export interface EnvChange {
  /** What we wrote last; absent on first contact. */
  readonly before?: EnvPart;
  /** What is declared now; absent: everything of ours goes. */
  readonly after?: EnvPart;
  /** Whether a block has the content that is on record, though it may be spelled as an earlier version did. */
  readonly isRecorded: (block: string) => boolean;
  /** Whether what is there is to be as we left it: then an edit stops the change. */
  readonly settled: boolean;
  /** Other lines that give our variables other values: a problem, or they go. */
  readonly adopt: "refuse" | "take-over";
  /** Whether the file was there before us. Absent: only what stands in it tells. */
  readonly found?: boolean;
  /** Whether the last line before the block got its line break from us. */
  readonly unended?: boolean;
}

/** The file as it is to be, or why nothing can be changed. */
export type EnvMerge =
  | {
      readonly kind: "merged";
      /** `undefined`: there is to be no file. */
      readonly text: string | undefined;
      readonly found: boolean;
      readonly unended: boolean;
      /** Lines in our block, or behind its beginning, that are not ours: they stay when ours goes. */
      readonly left: readonly number[];
    }
  /** Variables, or the block, that were edited since. */
  | { readonly kind: "edited"; readonly what: readonly string[] }
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/**
 * Brings our variables into the bytes of a `.env` that Hermes and people edit too: as one block, at the place where it
 * stands or at the end. Every other byte stays as it is, unless `adopt` lets another value of a variable of ours go.
 * What is removed is what we wrote: of a block that was edited only our own lines, and none behind a beginning without
 * an end that we did not write.
 */
export function mergeEnv(text: string | undefined, change: EnvChange): EnvMerge {
  const { before, after, settled } = change;
  const pieces = envPieces(text ?? "");
  const ours = pieces.filter(({ kind }) => kind !== "other");
  const [block] = ours;
  if (!after) return withoutOurs(text, pieces, change);
  if (ours.length > 1 || block?.kind === "cut")
    return { kind: "refused", problems: ours.map(oddBlock(ours)) };
  const isKnown =
    block === undefined || isSameBlock(join(block), after.block) || isOurs(join(block), change) || !before;
  if (!isKnown && settled) return { kind: "edited", what: ["our block"] };

  const collisions = foreignAssignments(pieces, after.variables);
  const edited = collisions.filter(({ name }) => before && Object.hasOwn(before.variables, name));
  if (settled && edited.length > 0) return { kind: "edited", what: edited.map(({ name }) => name) };
  const refused = collisions.filter((one) => change.adopt === "refuse" && !edited.includes(one));
  if (refused.length > 0) {
    return {
      kind: "refused",
      problems: refused.map(({ name, line }) => `line ${line}: ${name} has another value than declared`),
    };
  }
  const open = collisions.filter(({ isOpen }) => isOpen);
  if (open.length > 0) {
    return {
      kind: "refused",
      problems: open.map(({ name, line }) => `line ${line}: the value of ${name} does not end on it`),
    };
  }
  return withBlock(text, pieces, after.block, change, new Set(collisions.map(({ line }) => line)));
}

function withBlock(
  text: string | undefined,
  pieces: readonly EnvPiece[],
  block: string,
  change: EnvChange,
  gone: ReadonlySet<number>,
): EnvMerge {
  const others = (piece: EnvPiece) =>
    piece.lines.filter((_, index) => !gone.has(piece.line + index)).join("");
  const place = pieces.findIndex(({ kind }) => kind === "block");
  const foreign = pieces.filter(({ kind }) => kind === "other").map(others);
  const found =
    change.found ?? (change.before ? false : text !== undefined && (place < 0 || foreign.join("") !== ""));
  const done = { kind: "merged", found, left: [] } as const;
  if (place >= 0) {
    const whole = pieces.map((piece, index) => {
      if (index !== place) return others(piece);
      return isSameBlock(join(piece), block) ? join(piece) : block;
    });
    return { ...done, text: whole.join(""), unended: change.unended ?? false };
  }
  const head = foreign.join("");
  const unended = head !== "" && !head.endsWith("\n");
  return { ...done, text: `${head}${unended ? "\n" : ""}${block}`, unended };
}

function withoutOurs(text: string | undefined, pieces: readonly EnvPiece[], change: EnvChange): EnvMerge {
  const left: number[] = [];
  const kept = pieces.map((piece) => {
    if (piece.kind === "other") return join(piece);
    // Without a record what stands between the two lines counts as ours.
    if (piece.kind === "block" && (!change.before || isOurs(join(piece), change))) return "";
    const known = new Set((change.before?.block ?? "").split("\n").filter((line) => line !== ""));
    if (piece.kind === "cut" && !change.before) known.clear();
    const theirs = piece.lines.flatMap((line, index) =>
      known.has(lineText(line)) ? [] : [{ line, number: piece.line + index }],
    );
    left.push(...theirs.map(({ number }) => number));
    return theirs.map(({ line }) => line).join("");
  });
  let rest = kept.join("");
  if (change.unended && pieces.at(-1)?.kind !== "other") rest = rest.replace(/\r?\n$/, "");
  const goes = text === undefined || (rest === "" && text !== "" && change.found !== true);
  return { kind: "merged", text: goes ? undefined : rest, found: false, unended: false, left };
}

/**
 * What a refresh finds of our variables: with their own values where other lines have these, none at all where our block
 * is not as it was left.
 */
export function actualEnv(
  text: string,
  part: EnvPart,
  isRecorded: (block: string) => boolean,
): Readonly<Record<string, string>> {
  const pieces = envPieces(text);
  const ours = pieces.filter(({ kind }) => kind !== "other");
  const [block] = ours;
  if (ours.length !== 1 || block?.kind !== "block") return {};
  if (!isSameBlock(join(block), part.block) && !isRecorded(join(block))) return {};
  const others = foreignAssignments(pieces, part.variables);
  return { ...part.variables, ...Object.fromEntries(others.map(({ name, value }) => [name, value])) };
}

function isOurs(block: string, { before, isRecorded }: EnvChange): boolean {
  return (before !== undefined && isSameBlock(block, before.block)) || isRecorded(block);
}

function oddBlock(all: readonly EnvPiece[]): (piece: EnvPiece) => string {
  return ({ kind, line }) =>
    kind === "cut"
      ? `line ${line}: our block begins here and its last line is gone`
      : `line ${line}: our block stands here, one of ${all.length}`;
}

function join({ lines }: EnvPiece): string {
  return lines.join("");
}
