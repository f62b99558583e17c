import { MalformedAnswer, type ResultLine, ResultReader } from "./result-reader.js";

export type { ResultLine } from "./result-reader.js";

/**
 * Splits a machine's answer into lines and the blobs between them. Incomplete last lines are left out.
 * @throws MalformedAnswer
 */
export function parseResult(output: Buffer): ResultLine[] {
  const lines: ResultLine[] = [];
  new ResultReader((line) => lines.push(line)).read(output);
  return lines;
}

/** A number of a machine's answer: digits alone, nine at most. @throws MalformedAnswer */
export function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new MalformedAnswer(`${what} is no number`);
  return Number(text);
}
