import { innerKeyText } from "./env-block.js";
import { lifeFields } from "./life-fields.js";
import type { ApplyOperation, EnsureOperation, HostOperation, Recorded } from "./operation.js";
import { sha256 } from "./sha256.js";

/** What every operation has. */
export function commonFields(operation: HostOperation): Record<string, string> {
  return {
    kind: operation.kind,
    unit: operation.unit,
    user: operation.paths.user,
    home: operation.paths.home,
    executable: operation.paths.executable,
    movesFrom: ("movesFrom" in operation && operation.movesFrom) || "",
    envKey: innerKeyText(operation.env.digestKey),
    ...(operation.kind === "observe" && operation.owner !== undefined ? { owner: operation.owner } : {}),
    noEnv: Object.keys(operation.env.variables).length === 0 ? "yes" : "no",
  };
}

/** What has to be so of a unit. */
export function ensureFields(operation: EnsureOperation): Record<string, string> {
  return {
    newHash: sha256(operation.text),
    bodyHash: sha256(operation.body),
    runtime: operation.runtime,
    restart: operation.restart ? "yes" : "no",
    boot: operation.boot,
    newLinks: operation.links.join(" "),
    object: unitObjectPath(unitName(operation.unit)),
    oldBoot: operation.recordedBoot ?? "-",
    conflicts: operation.conflicts.join(" "),
    excludes: operation.excludes.join(" "),
    locks: operation.locks.join(" "),
    ...(operation.startsAfter === undefined ? {} : { startsAfter: operation.startsAfter }),
    linger: operation.linger ? "yes" : "no",
    planned: operation.plannedUnits.join(" "),
    claims: operation.claims.join(" "),
    adopt: operation.adopt,
    takeBack: operation.takeBack ? "yes" : "no",
    ...lifeFields(operation),
    startLimit: NO_START_LIMIT.test(operation.body) ? "no" : "yes",
    dependencies: FURTHER_DEPENDENCY.test(operation.body) ? "yes" : "no",
  };
}

/** The gateway that serves a home besides its own: what it is restarted and watched by when that changes. */
export function servedFields(operation: ApplyOperation): Record<string, string> {
  const served = servedBy(operation);
  if (served === undefined) return {};
  const life = { killSignal: "", maxStarts: 0, startsWindowSeconds: 0 };
  return {
    restarts: "yes",
    // there is no unit file; what counts is whether anything was recorded
    oldHash: operation.recorded === undefined ? "-" : "recorded",
    gatewayHome: served.gatewayHome,
    object: unitObjectPath(unitName(operation.unit)),
    startLimit: "yes",
    ...lifeFields({
      ...served,
      life,
      stopSeconds: operation.stopSeconds,
      paths: { ...operation.paths, home: served.gatewayHome },
    }),
  };
}

function servedBy(operation: ApplyOperation) {
  if (operation.kind === "serve") return operation;
  return operation.kind === "leave-home" ? operation.served : undefined;
}

/** By what a gateway is watched that this operation may start; `undefined`: it starts none. */
export function healthOf(operation: ApplyOperation) {
  return operation.kind === "ensure" ? operation.health : servedBy(operation)?.health;
}

/** The unit's own way to say that its starts are not counted. */
const NO_START_LIMIT = /^StartLimitInterval(Sec)?=0s?$/m;

/** Directives with names of units that no option of ours has checked. */
const FURTHER_DEPENDENCY =
  /^\s*(Requires|Requisite|BindsTo|PartOf|Upholds|On(Failure|Success)|Propagates\w+|(Reload|Stop)PropagatedFrom|JoinsNamespaceOf|RequiresMountsFor|WantsMountsFor|Sockets|Slice)\s*=/m;

/** The unit's object on the system bus: every byte but letters and digits as `_` and two hexadecimal digits. */
function unitObjectPath(unit: string): string {
  const escaped = [...Buffer.from(unit)].map((byte, index) => {
    const char = String.fromCharCode(byte);
    return (index === 0 ? /[A-Za-z]/ : /[A-Za-z0-9]/).test(char)
      ? char
      : `_${byte.toString(16).padStart(2, "0")}`;
  });
  return `/org/freedesktop/systemd1/unit/${escaped.join("")}`;
}

/** What the state last recorded. */
export function recordedFields(recorded: Recorded | undefined): Record<string, string> {
  return {
    oldHash: recorded?.fileHash ?? "-",
    oldDropIns: recorded?.wholeDropIns ? "all" : "own",
    oldMachine: recorded?.machineId ?? "",
    oldLinks: recorded?.links.join(" ") ?? "",
  };
}

/** A unit's name without the account whose manager runs it. */
export function unitName(unit: string): string {
  return unit.slice(unit.indexOf("/") + 1);
}
