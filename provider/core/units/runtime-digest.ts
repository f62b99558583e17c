import { sha256Hex } from "../digest";
import { byCodeUnit } from "../order";
import { parseUnitFile } from "../unit-file/parse-unit-file";
import { isReloadOnly } from "./reload-only-directives";

/**
 * Digest of everything in a unit that only a new process takes over: `sha256:` and 16 hex digits. It compares a
 * unit with earlier texts of the same unit, so 64 bits are plenty, and it stands in previews, so it is short.
 * Comments, blanks, line ends and the order of sections and of different keys do not change it; the order of one
 * key's values does.
 */
export function runtimeDigest(unitText: string): string {
  const values = new Map<string, string[]>();
  for (const entry of parseUnitFile(unitText).entries) {
    if (entry.kind !== "directive" || isReloadOnly(entry.section, entry.key)) continue;
    const name = `${entry.section}\n${entry.key}`;
    const known = values.get(name);
    if (known === undefined) values.set(name, [entry.value]);
    else known.push(entry.value);
  }
  const sorted = [...values].sort(([a], [b]) => byCodeUnit(a, b));
  return `sha256:${sha256Hex(JSON.stringify(sorted)).slice(0, 16)}`;
}
