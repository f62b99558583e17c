import { sortedUnique } from "../order";
import type { ProfileSettings } from "./profile-settings";

/** What `systemd_conflicts` of a profile's config.yaml says. */
export interface SystemdConflicts {
  /** Its entries without outer blanks, by code unit; not always names of units. */
  readonly names: readonly string[];
  readonly path: string;
}

/**
 * The units that a profile's config.yaml says it conflicts with: a list, or one text. Blanks are stripped and empty
 * entries dropped, so that an empty list leaves the unit as it is (shape proposed in Hermes issue 17396).
 */
export function detectSystemdConflicts(settings: ProfileSettings): SystemdConflicts | undefined {
  const written = settings.option("systemd_conflicts");
  if (written === undefined) return undefined;
  const entries: readonly unknown[] = Array.isArray(written.value) ? written.value : [written.value];
  const names = sortedUnique(entries.map(nameOf)).filter((name) => name !== "");
  return names.length === 0 ? undefined : { names, path: written.path };
}

/** What is no text stays visible in the finding about it. */
function nameOf(entry: unknown): string {
  return typeof entry === "string" ? entry.trim() : entry == null ? "" : JSON.stringify(entry);
}
