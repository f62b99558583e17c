import type { ProfileSettings } from "./profile-settings";

/** One entry of `systemd_conflicts`. */
export interface SystemdConflict {
  /** The entry without outer blanks; not always the name of a unit. */
  readonly name: string;
  readonly path: string;
}

/**
 * The units that a profile's config.yaml says it conflicts with: a list, or one text. Blanks are stripped and empty
 * entries dropped, so that an empty list leaves the unit as it is (shape proposed in Hermes issue 17396).
 */
export function detectSystemdConflicts(settings: ProfileSettings): SystemdConflict[] {
  const written = settings.option("systemd_conflicts");
  if (written === undefined) return [];
  if (!Array.isArray(written.value)) return entry(written.value, written.path);
  return written.value.flatMap((item, i) => entry(item, `${written.path}[${i}]`));
}

function entry(item: unknown, path: string): SystemdConflict[] {
  const name = typeof item === "string" ? item.trim() : JSON.stringify(item ?? "");
  return name === "" || name === '""' ? [] : [{ name, path }];
}
