import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../repo-root";

/**
 * Asserts that a text is the recorded one below `test/fixtures/golden`. With `HERMES_FLEET_WRITE_GOLDEN=1` it is
 * recorded instead, for a person to read the difference before it is committed.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(repoRoot(), "test", "fixtures", "golden", name);
  if (process.env.HERMES_FLEET_WRITE_GOLDEN === "1") writeFileSync(file, text);
  expect(text).to.equal(existsSync(file) ? readFileSync(file, "utf8") : `nothing: ${name} is not recorded`);
}

/** What the CLI printed of a preview, without durations, resources by name: they are registered at one time. */
export function comparableText(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.startsWith("Duration:"));
  const starts = lines.flatMap((line, i) => (/^ {4}\S.*: \(\w+\)$/.test(line) ? [i] : []));
  const end = lines.findIndex((line) => line.trim() === "--outputs:--" || line === "Resources:");
  const blocks = starts.map((start, i) => lines.slice(start, starts[i + 1] ?? end).join("\n"));
  const urn = (block: string) => /\[urn=(.*)\]/.exec(block)?.[1] ?? "";
  blocks.sort((a, b) => (urn(a) < urn(b) ? -1 : 1));
  return `${[...lines.slice(0, starts[0] ?? end), ...blocks, ...lines.slice(end)].join("\n")}\n`;
}
