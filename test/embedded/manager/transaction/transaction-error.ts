import type { LoadState } from "../unit-file/definition";

/** Why a request is refused before anything happens. */
export type Refusal = Exclude<LoadState, "loaded"> | "cyclic" | "conflicting-jobs" | "manual-start-refused";

const TEXTS: Readonly<Record<Refusal, (unit: string) => string>> = {
  "not-found": (unit) => `Unit ${unit} not found.`,
  masked: (unit) => `Unit ${unit} is masked.`,
  "bad-setting": (unit) => `Unit ${unit} has a bad unit file setting.`,
  error: (unit) =>
    `Unit ${unit} failed to load properly, please adjust/correct and reload service manager: Bad message`,
  cyclic: () => "Transaction order is cyclic. See system logs for details.",
  "conflicting-jobs": (unit) =>
    `Transaction contains conflicting jobs 'stop' and 'start' for ${unit}. Probably contradicting requirement dependencies configured.`,
  "manual-start-refused": (unit) =>
    `Operation refused, unit ${unit} may be requested by dependency only (it is configured to refuse manual start/stop).`,
};

/** A request that the manager refuses; its message is systemd's. */
export class TransactionError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly unit: string,
  ) {
    super(TEXTS[refusal](unit));
  }
}
