import { directiveList, directiveValues } from "../../core/unit-file/directive-values";
import { parseUnitFile } from "../../core/unit-file/parse-unit-file";
import { splitWords } from "../../core/unit-file/split-words";
import type { AccountPaths } from "../../host/transaction/operation.js";

/** What an operation needs to know of a unit; the text is the one place where it is written. */
export interface UnitFacts {
  readonly paths: AccountPaths;
  /** Units that this one excludes. */
  readonly conflicts: readonly string[];
  /** Directories of the links that `[Install]` asks for, sorted. */
  readonly links: readonly string[];
  /** The unit's stop timeout in seconds. */
  readonly stopSeconds: number;
}

/** systemd's own `DefaultTimeoutStopSec=`. */
const DEFAULT_STOP_SECONDS = 90;

/** Reads a unit's account, home, program, exclusions and stop timeout out of its text. */
export function unitFacts(text: string): UnitFacts {
  const file = parseUnitFile(text);
  const last = (section: string, key: string): string | undefined =>
    directiveValues(file, section, key).at(-1);
  const environment = directiveValues(file, "Service", "Environment", { reset: true }).flatMap((value) =>
    splitWords(value, { exec: false }),
  );
  const home = environment.findLast((pair) => pair.startsWith("HERMES_HOME="))?.slice("HERMES_HOME=".length);
  const command = directiveValues(file, "Service", "ExecStart", { reset: true }).at(-1) ?? "";
  return {
    paths: {
      user: last("Service", "User") ?? "root",
      home: home ?? "/",
      executable: splitWords(command, { exec: true })[0] ?? "",
    },
    conflicts: directiveList(file, "Unit", "Conflicts"),
    links: [
      ...directiveList(file, "Install", "WantedBy").map((target) => `${target}.wants`),
      ...directiveList(file, "Install", "RequiredBy").map((target) => `${target}.requires`),
    ].sort(),
    stopSeconds: secondsOf(last("Service", "TimeoutStopSec")),
  };
}

function secondsOf(value: string | undefined): number {
  const seconds = Number(value?.replace(/s$/, ""));
  return Number.isFinite(seconds) && value !== "" ? seconds : DEFAULT_STOP_SECONDS;
}
