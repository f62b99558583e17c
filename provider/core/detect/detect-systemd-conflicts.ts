import { byCodeUnit } from "../order";
import type { ProfileSettings, Setting } from "./profile-settings";

/** One entry of a profile's `systemd_conflicts`. */
export interface SystemdConflict {
  /** Without outer blanks; not always the name of a unit. */
  readonly name: string;
  readonly path: string;
}

/**
 * The units that a profile's config.yaml and profile.yaml say it conflicts with, each a list or one text; by code
 * unit, each once. Blanks are stripped and empty entries dropped, so that an empty list leaves the unit as it is
 * (shape proposed in Hermes issue 17396).
 */
export function detectSystemdConflicts(settings: ProfileSettings): SystemdConflict[] {
  const found = new Map<string, SystemdConflict>();
  for (const written of [settings.option("systemd_conflicts"), settings.profileOption("systemd_conflicts")]) {
    for (const entry of entriesOf(written)) if (!found.has(entry.name)) found.set(entry.name, entry);
  }
  return [...found.values()].sort((a, b) => byCodeUnit(a.name, b.name));
}

function entriesOf(written: Setting | undefined): SystemdConflict[] {
  if (written === undefined) return [];
  const { value, path } = written;
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.map((entry) => ({ name: nameOf(entry), path })).filter(({ name }) => name !== "");
}

/** What is no text stays visible in the finding about it. */
function nameOf(entry: unknown): string {
  return typeof entry === "string" ? entry.trim() : entry == null ? "" : JSON.stringify(entry);
}
