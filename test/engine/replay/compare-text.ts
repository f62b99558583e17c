import { expect } from "chai";
import type { EngineResult } from "../model/result";

/**
 * Holds printed text against what the CLI printed with `--diff`: the same rows with the same lines
 * below them. Rows of independent resources may come in any order.
 */
export function expectSameRows(text: string, recorded: string): void {
  expect(rowsOf(text)).to.deep.equal(rowsOf(recorded));
}

/** Holds the counts at the end against those of the CLI. */
export function expectSameSummary(text: string, recorded: string): void {
  expect(summaryOf(text)).to.equal(summaryOf(recorded));
}

/**
 * Holds the messages against those of the CLI, each with the resource it is about. Stack traces are
 * left out, they name files. What the provider wrote to its standard error is a message there.
 */
export function expectSameMessages(result: EngineResult, recorded: string): void {
  const written =
    result.providerStderr === "" ? [] : ["pulumi:pulumi:Stack (sample-dev):", result.providerStderr];
  const ours = [...messagesOf(result.text), ...messagesOf(`Diagnostics:\n${written.join("\n")}\n\n`)];
  expect(ours.sort()).to.deep.equal(messagesOf(recorded).sort());
}

function rowsOf(text: string): { title: string | undefined; rows: string[] } {
  const lines = (text.split(/^(?:Resources|Diagnostics):$/m)[0] ?? "").split("\n");
  const first = lines.findIndex((line) => /\(dev\):$/.test(line));
  const rows: string[] = [];
  for (const line of lines.slice(first + 1)) {
    if (/^ *(\+ |~ |- |\+-| {2})\S+: \(\w+\)$/.test(line)) rows.push(line);
    else if (line !== "") rows.push(`${rows.pop() ?? ""}\n${line}`);
  }
  return { title: lines[first], rows: rows.sort() };
}

function summaryOf(text: string): string | undefined {
  return /^Resources:\n((?: {4}.*\n)*)/m.exec(text)?.[1];
}

function messagesOf(text: string): string[] {
  const block = text.split("Diagnostics:\n")[1]?.split("Resources:\n")[0] ?? "";
  let about = "";
  return block.split("\n").flatMap((line) => {
    if (line.trim() === "" || /^\s+at /.test(line)) return [];
    if (/^ *pulumi\S* \(.*\):$/.test(line)) {
      about = line.trim();
      return [];
    }
    return [`${about} ${line.trim()}`];
  });
}
