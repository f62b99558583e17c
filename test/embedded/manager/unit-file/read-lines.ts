import { parseUnitFile } from "../../../../provider/core/unit-file/parse-unit-file";
import type { UnitEntry } from "../../../../provider/core/unit-file/unit-file";
import type { Complaint } from "./definition";
import { type Draft, FatalLine } from "./draft";
import { isKnownDirective, isKnownSection } from "./known-directives";
import { SERVICE_DIRECTIVES } from "./service-directives";
import { UNIT_DIRECTIVES } from "./unit-directives";

/** A file that systemd cannot load at all (`LoadState=error`), or refuses (`LoadState=bad-setting`). */
export class Unloadable extends Error {
  constructor(
    readonly loadState: "error" | "bad-setting",
    readonly complaint: Complaint,
  ) {
    super(complaint.text);
  }
}

/**
 * Reads one file into a draft.
 * @returns what systemd says about its lines, in their order
 * @throws Unloadable
 */
export function readLines(
  draft: Draft,
  path: string,
  text: string,
  section = { name: "", known: true },
): Complaint[] {
  const complaints: Complaint[] = [];
  let line = 0;
  for (const entry of parseUnitFile(text).entries) {
    line += entry.lines.length;
    const complain = (message: string) => complaints.push({ path, line, text: message });
    if (entry.kind === "section") {
      const own = entry.name.startsWith("X-");
      section = { name: entry.name, known: isKnownSection(entry.name) };
      if (!section.known && !own) complain(`Unknown section '${entry.name}'. Ignoring.`);
    } else if (entry.kind === "other") {
      const refused = refusedLine(entry);
      if (refused?.startsWith("[")) {
        throw new Unloadable("error", { path, line, text: `Invalid section header '${refused}'` });
      }
      if (refused !== undefined && section.known) complain("Missing '=', ignoring line.");
    } else if (entry.section === "") complain("Assignment outside of section. Ignoring.");
    else if (section.known) readDirective(draft, entry, path, line).forEach(complain);
  }
  return complaints;
}

function readDirective(
  draft: Draft,
  { section, key, value }: UnitEntry & { kind: "directive" },
  path: string,
  line: number,
): string[] {
  if (!isKnownDirective(section, key)) {
    return key.startsWith("X-") ? [] : [`Unknown key '${key}' in section [${section}], ignoring.`];
  }
  const table = section === "Unit" ? UNIT_DIRECTIVES : section === "Service" ? SERVICE_DIRECTIVES : {};
  try {
    return table[key]?.(draft, value)?.split("\n") ?? [];
  } catch (error) {
    if (error instanceof FatalLine) throw new Unloadable("bad-setting", { path, line, text: error.message });
    throw error;
  }
}

/** The text of a line that is neither blank nor a comment. */
function refusedLine(entry: UnitEntry): string | undefined {
  const text = entry.lines.map((part) => part.text.trim()).join(" ");
  return text === "" || /^[#;]/.test(text) ? undefined : text;
}
