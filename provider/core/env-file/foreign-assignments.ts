import { type EnvPiece, lineText } from "./env-blocks";
import { parseEnvFile } from "./parse-env-file";

/** A line outside our block that gives one of our variables another value. */
export interface ForeignAssignment {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** Empty where it cannot be read. Secret. */
  readonly value: string;
  /** The value goes on behind the line. */
  readonly isOpen: boolean;
}

const ASSIGNMENT = /^[\s\uFEFF]*(?:export\s+)?['"]?([A-Za-z_][A-Za-z0-9_]*)['"]?\s*=/;

/**
 * Lines outside our block that give a variable of ours another value. Which of two lines counts differs between the
 * readers of Hermes, so every such line does. The same value is no collision.
 */
export function foreignAssignments(
  pieces: readonly EnvPiece[],
  variables: Readonly<Record<string, string>>,
): ForeignAssignment[] {
  return pieces.flatMap(({ kind, lines, line }) =>
    kind === "block" ? [] : lines.flatMap((text, index) => assignmentIn(decoded(text), line + index)),
  );

  function assignmentIn(text: string, number: number): ForeignAssignment[] {
    const name = ASSIGNMENT.exec(text)?.[1];
    if (name === undefined || !Object.hasOwn(variables, name)) return [];
    const { variables: read, complaints } = parseEnvFile(text);
    if (read[name] === variables[name]) return [];
    return [{ name, line: number, value: read[name] ?? "", isOpen: complaints.length > 0 }];
  }
}

/** Bytes that are each one character, as text. */
function decoded(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(lineText(bytes), (char) => char.charCodeAt(0)));
}
