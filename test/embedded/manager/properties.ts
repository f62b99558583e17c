import { unitFileState } from "./enablement";
import type { Manager } from "./manager";
import type { Unit } from "./unit";

/** Properties of a unit in the order in which `systemctl show` prints them. */
export function propertiesOf(manager: Manager, unit: Unit, unixTimes: boolean): [string, string][] {
  const { registry, paths, sandbox } = manager;
  const { definition, name } = unit;
  const { service, loadState } = definition;
  const booted = Date.now() * 1000 - manager.clock.now();
  const time = (stamp: number) => {
    if (stamp === 0) return "";
    const seconds = Math.floor((booted + stamp) / 1e6);
    return unixTimes ? `@${seconds}` : new Date(seconds * 1000).toUTCString();
  };
  const stamps = (key: string, stamp: number): [string, string][] => [
    [key, time(stamp)],
    [`${key}Monotonic`, String(stamp)],
  ];
  const ofService: [string, string][] = [
    ["Type", service.type],
    ["Restart", service.restart],
    ["RestartUSec", spanText(service.restartMs)],
    ["TimeoutStartUSec", spanText(service.startTimeoutMs)],
    ["TimeoutStopUSec", spanText(service.stopTimeoutMs)],
    ["RuntimeMaxUSec", spanText(service.runtimeMaxMs)],
    ["MainPID", String(unit.mainPid)],
    ["Result", unit.result],
    ["NRestarts", String(unit.nRestarts)],
    ["ExecMainPID", String(unit.execMainPid)],
    ["ExecMainCode", String(unit.execMainCode)],
    ["ExecMainStatus", String(unit.execMainStatus)],
    ["KillSignal", String(service.killSignal)],
    ["User", service.user],
  ];
  const shutdown = loadState === "loaded" && name.endsWith(".service") ? ["shutdown.target"] : [];
  return [
    ...(name.endsWith(".service") ? ofService : []),
    ["Id", name],
    ["Names", name],
    ["Requires", definition.requires.join(" ")],
    ["Wants", definition.wants.join(" ")],
    [
      "WantedBy",
      registry
        .all()
        .filter((other) => other.definition.wants.includes(name))
        .map((other) => other.name)
        .join(" "),
    ],
    ["Conflicts", [...definition.conflicts, ...shutdown].join(" ")],
    ["ConflictedBy", registry.naming(name, "conflicts").join(" ")],
    ["Before", definition.before.join(" ")],
    ["After", [...definition.after, ...registry.naming(name, "before")].join(" ")],
    ["Description", definition.description],
    ["LoadState", loadState],
    ["ActiveState", unit.activeState],
    ["SubState", unit.subState],
    ["FragmentPath", definition.fragmentPath],
    ["DropInPaths", definition.dropInPaths.join(" ")],
    ["UnitFileState", registry.fileState(unit, () => unitFileState(paths, sandbox, name))],
    ...stamps("StateChangeTimestamp", unit.stamps.stateChange),
    ...stamps("InactiveExitTimestamp", unit.stamps.inactiveExit),
    ...stamps("ActiveEnterTimestamp", unit.stamps.activeEnter),
    ...stamps("ActiveExitTimestamp", unit.stamps.activeExit),
    ...stamps("InactiveEnterTimestamp", unit.stamps.inactiveEnter),
    ["NeedDaemonReload", registry.needsReload(unit) ? "yes" : "no"],
    ["Transient", unit.transient ? "yes" : "no"],
    ["StartLimitIntervalUSec", spanText(definition.startLimit.intervalMs)],
    ["StartLimitBurst", String(definition.startLimit.burst)],
    ["InvocationID", unit.invocationId],
  ];
}

/** `1min 30s`, `100ms`, `infinity`, `0`. */
function spanText(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return "infinity";
  if (ms === 0) return "0";
  const parts: string[] = [];
  let rest = Math.round(ms * 1000);
  for (const [unit, size] of SIZES) {
    if (rest < size) continue;
    parts.push(`${Math.floor(rest / size)}${unit}`);
    rest %= size;
  }
  return parts.join(" ");
}

const SIZES: readonly (readonly [string, number])[] = [
  ["w", 604_800_000_000],
  ["d", 86_400_000_000],
  ["h", 3_600_000_000],
  ["min", 60_000_000],
  ["s", 1_000_000],
  ["ms", 1000],
  ["us", 1],
];
