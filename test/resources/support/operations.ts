import type {
  EnsureOperation,
  ObserveOperation,
  RemoveOperation,
} from "../../../provider/host/transaction/operation.js";

const PATHS = {
  user: "hermes",
  home: "/home/hermes/.hermes/profiles/coder",
  executable: "/usr/local/bin/hermes",
};
const ENV = { digestKey: "ab".repeat(32), variables: {} };

/** An operation on a unit, with the values that a first create has. */
export function ensure(unit: string, more: Partial<EnsureOperation> = {}): EnsureOperation {
  return {
    kind: "ensure",
    unit,
    text: `[Service]\n# ${unit}\n[X-Hermes-Fleet]\n`,
    body: `[Service]\n# ${unit}\n`,
    runtime: "sha256:0",
    restart: false,
    owner: "organization/fleet/dev::hermes/vm1/coder",
    boot: "enabled",
    links: ["multi-user.target.wants"],
    conflicts: [],
    excludes: [],
    locks: [],
    linger: true,
    plannedUnits: [unit],
    claims: [],
    adopt: "refuse",
    takeBack: false,
    paths: PATHS,
    env: ENV,
    health: { healthyForSeconds: 0, deadlineSeconds: 60 },
    life: { killSignal: "SIGINT", maxStarts: 5, startsWindowSeconds: 120 },
    stopSeconds: 70,
    ...more,
  } as EnsureOperation;
}

/** Takes a unit away of which nothing is recorded. */
export function remove(unit: string, more: Partial<RemoveOperation> = {}): RemoveOperation {
  return {
    kind: "remove",
    unit,
    owner: "organization/fleet/dev::hermes/vm1/coder",
    paths: PATHS,
    env: ENV,
    stopSeconds: 70,
    killSignal: "SIGINT",
    recorded: { machineId: "m", fileHash: "-", dropIns: {}, links: [] },
    ...more,
  } as RemoveOperation;
}

/** A look at a unit. */
export function observe(unit: string): ObserveOperation {
  return { kind: "observe", unit, paths: PATHS, env: ENV } as ObserveOperation;
}
