import { type Config, leavesOf } from "../../core/config-file/config";
import { directiveList, directiveValues } from "../../core/unit-file/directive-values";
import { parseUnitFile } from "../../core/unit-file/parse-unit-file";
import { splitWords } from "../../core/unit-file/split-words";
import { EXCLUDES_KEY, unlockedCommand } from "../../core/units/lock-wrapper";
import type { AccountPaths, UnitLife } from "../../host/transaction/operation.js";
import { plain } from "../equal.js";
import type { GatewayInputs } from "./properties.js";

/** What the text of a unit says of how its gateway runs, as it stands there: whoever uses it checks it first. */
export interface UnitFacts {
  readonly paths: AccountPaths;
  /** Units under the same manager that this one excludes. */
  readonly conflicts: readonly string[];
  /** Units under other managers that it excludes. */
  readonly excludes: readonly string[];
  /** Locks that its command takes. */
  readonly locks: readonly string[];
  /** Directories of the links that `[Install]` asks for, sorted. */
  readonly links: readonly string[];
  /** The unit's stop timeout in seconds. */
  readonly stopSeconds: number;
  readonly killSignal: string;
  /** How Hermes counts its starts, as far as the unit's environment says it. */
  readonly starts: UnitStarts;
}

/** {@link HERMES_STARTS} of a unit. */
interface UnitStarts {
  readonly maxStarts?: number | undefined;
  readonly startsWindow?: number | undefined;
}

/** systemd's own `DefaultTimeoutStopSec=`. */
const DEFAULT_STOP_SECONDS = 90;

/** Hermes' own, gateway/status.py: starts, and the seconds in which they are counted. */
const HERMES_STARTS = {
  HERMES_GATEWAY_MAX_STARTS: { option: "max_starts", otherwise: 5 },
  HERMES_GATEWAY_START_WINDOW_S: { option: "window_seconds", otherwise: 120 },
} as const;

/** Reads a unit's home, program, exclusions, timeouts and signals out of its text, and in system scope its account. */
export function unitFacts({ unit, scope, user }: Pick<GatewayInputs, "unit" | "scope" | "user">): UnitFacts {
  const file = parseUnitFile(unit);
  const last = (section: string, key: string): string | undefined =>
    directiveValues(file, section, key).at(-1);
  const environment = directiveValues(file, "Service", "Environment", { reset: true }).flatMap((value) =>
    splitWords(value, { exec: false }),
  );
  const variableOf = (name: string): string | undefined =>
    environment.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const words = directiveValues(file, "Service", "ExecStart", { reset: true }).at(-1) ?? "";
  const { locks, command } = unlockedCommand(splitWords(words, { exec: true }));
  return {
    paths: {
      user: (scope === "user" ? user : last("Service", "User")) ?? "root",
      home: variableOf("HERMES_HOME") ?? "/",
      executable: command[0] ?? "",
    },
    conflicts: directiveList(file, "Unit", "Conflicts"),
    excludes: directiveList(file, "Unit", EXCLUDES_KEY),
    locks,
    links: [
      ...directiveList(file, "Install", "WantedBy").map((target) => `${target}.wants`),
      ...directiveList(file, "Install", "RequiredBy").map((target) => `${target}.requires`),
    ].sort(),
    stopSeconds: secondsOf(last("Service", "TimeoutStopSec")),
    killSignal: last("Service", "KillSignal") ?? "SIGTERM",
    starts: plain({
      maxStarts: numberIn(variableOf("HERMES_GATEWAY_MAX_STARTS")),
      startsWindow: numberIn(variableOf("HERMES_GATEWAY_START_WINDOW_S")),
    }),
  };
}

/**
 * How a gateway starts and stops.
 * @param variables Those of the profile's `.env`, which win over the unit's in Hermes.
 * @param config The settings in its config.yaml, which give way to both.
 */
export function lifeOf(
  { killSignal, maxStarts, startsWindow }: { readonly killSignal: string } & UnitStarts,
  variables: Readonly<Record<string, string>> = {},
  config: Config = {},
): UnitLife {
  const numberOf = (name: keyof typeof HERMES_STARTS, inUnit: number | undefined): number => {
    const { option, otherwise } = HERMES_STARTS[name];
    const path = `gateway.respawn_storm.${option}`;
    const set = leavesOf(config).find((leaf) => leaf.path.join(".") === path)?.value;
    const known = typeof set === "number" ? set : otherwise;
    const declared = variables[name] === undefined ? inUnit : numberIn(variables[name]);
    return Math.max(0, declared ?? known);
  };
  return {
    killSignal,
    maxStarts: Math.floor(numberOf("HERMES_GATEWAY_MAX_STARTS", maxStarts)),
    startsWindowSeconds: numberOf("HERMES_GATEWAY_START_WINDOW_S", startsWindow),
  };
}

function numberIn(text = ""): number | undefined {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function secondsOf(value: string | undefined): number {
  const seconds = Number(value?.replace(/s$/, ""));
  return Number.isFinite(seconds) && value !== "" ? seconds : DEFAULT_STOP_SECONDS;
}
