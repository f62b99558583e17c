import { defaultService, type ServiceSettings } from "./definition";
import { type Specifiers, specifiersOf } from "./specifiers";

/** A definition while its lines are being read. */
export interface Draft {
  readonly specifiers: Specifiers;
  description: string;
  readonly lists: Record<"Conflicts" | "Before" | "After" | "Wants" | "Requires" | "OnFailure", string[]>;
  conditions: string[];
  refuseManualStart: boolean;
  startLimit: { intervalMs: number; burst: number };
  readonly service: ServiceSettings;
}

/** A line that makes systemd refuse the whole unit. */
export class FatalLine extends Error {}

export function newDraft(unit: string): Draft {
  return {
    specifiers: specifiersOf(unit),
    description: unit,
    lists: { Conflicts: [], Before: [], After: [], Wants: [], Requires: [], OnFailure: [] },
    conditions: [],
    refuseManualStart: false,
    startLimit: { intervalMs: 10_000, burst: 5 },
    service: defaultService(),
  };
}
