import type { TestEngine } from "../engine";
import type { EngineResult } from "../model/result";

/** One operation of a replay: which recording, and from which state. */
export interface Act {
  /** The recording to hold it against; undefined for one that only prepares the state. */
  readonly recording: string | undefined;
  /** For what was not recorded: variables and arguments as on a command line. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The recordings of the first stack, each on the state the one before left. */
export const FIRST_STACK: readonly Act[] = [
  "01-preview-create",
  "02-preview-unknown-host",
  "03-check-failures",
  "04-create-partial-failure",
  "05-up-after-partial-failure",
  "06-preview-no-change",
  "07-preview-unit-change",
  "08-up-unit-change",
  "09-soft-failure-over-budget",
  "10-retry-after-soft-failure",
  "11-preview-refresh-drift",
  "12-refresh-preview-only",
  "13-refresh-accept-drift",
  "14-preview-after-accepted-drift",
  "15-up-repairs-drift",
  "16-refresh-gone",
  "17-up-recreates-gone",
  "18-preview-replace-host",
  "19-up-replace-host",
  "20-preview-json",
  "21-up-removes-profile",
  "22-continue-on-error",
  "23-delete-failing",
  "24-destroy",
].map((recording) => ({ recording }));

/**
 * What led to the exported state of the second stack. Only the export was recorded; that there was a
 * drift, accepted and repaired, shows in the times at which its resources were modified.
 */
export const SECOND_STACK: readonly Act[] = [
  { recording: undefined, args: ["up"] },
  { recording: undefined, args: ["refresh"], env: { DRIFT: "coder" } },
  { recording: undefined, args: ["up"] },
];

/** Runs the operation that the arguments of a command line ask for. */
export function perform(engine: TestEngine, args: readonly string[]): Promise<EngineResult> {
  const has = (flag: string) => args.includes(flag);
  switch (args[0]) {
    case "preview":
      return engine.preview({ refresh: has("--refresh") });
    case "up":
      return engine.up({ continueOnError: has("--continue-on-error") });
    case "refresh":
      return engine.refresh({ previewOnly: has("--preview-only") });
    case "destroy":
      return engine.destroy();
    default:
      throw new Error(`no operation for: pulumi ${args.join(" ")}`);
  }
}
