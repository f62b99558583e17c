import { expect } from "chai";

/**
 * Holds printed text against what the CLI printed with `--diff`: the same rows with the same lines
 * below them, and the same summary. Rows of independent resources may come in any order, and the CLI
 * says how long it took.
 */
export function expectSameText(text: string, recorded: string): void {
  expect(partsOf(text)).to.deep.equal(partsOf(recorded));
}

function partsOf(text: string): { title: string | undefined; rows: string[]; summary: string } {
  const [body = "", rest = ""] = text.split(/^Resources:$/m);
  const lines = body.split("\n");
  const first = lines.findIndex((line) => /\(dev\):$/.test(line));
  const rows: string[] = [];
  for (const line of lines.slice(first + 1)) {
    if (/^ *(\+ |~ |- |\+-| {2})\S+: \(\w+\)$/.test(line)) rows.push(line);
    else if (line !== "") rows.push(`${rows.pop() ?? ""}\n${line}`);
  }
  const summary = rest.split(/\n\n|\n\(/)[0] ?? "";
  return { title: lines[first], rows: rows.sort(), summary: summary.trimEnd() };
}
