import { dirname } from "node:path/posix";
import { credentialTexts, publicCredentialTexts } from "../../core/detect/credential-texts";
import { sortedUnique } from "../../core/order";
import { claimDigest, markUnit, stackOf } from "../../core/units/mark";
import { encodeMarkValue } from "../../core/units/mark-value";
import { runtimeDigest } from "../../core/units/runtime-digest";
import { HostError } from "../../host/host-error.js";
import type {
  EnsureOperation,
  EnvFile,
  HomeFileChange,
  HomeFileLook,
  LeaveHomeOperation,
  ObserveOperation,
  Recorded,
  RemoveOperation,
} from "../../host/transaction/operation.js";
import { isRenamed } from "./diff.js";
import { plannedUnitsOf } from "./planned-units.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";
import { runsOf } from "./runs.js";
import { lifeOf } from "./unit-facts.js";
import { pathsOf, refOf } from "./unit-place.js";

/** A record of a gateway of which nothing is on the host. */
const NOTHING: Recorded = { machineId: "", fileHash: "-", dropIns: {}, links: [] };

/** What an operation on a unit goes together with. */
interface EnsureSurroundings {
  readonly files?: readonly HomeFileChange[];
  /** What the state says of a profile that another one's gateway has served so far. */
  readonly ceasing?: GatewayOutputs;
}

/** What has to be so on the host. `olds` are the outputs of the last operation, if there was one. */
export function ensureOperation(
  inputs: GatewayInputs,
  digestKey: string,
  olds?: GatewayOutputs,
  { files = [], ceasing }: EnsureSurroundings = {},
): EnsureOperation {
  const runs = runsOf(inputs);
  const runtime = runtimeDigest(inputs.unit);
  const stack = stackOf(inputs.owner);
  const ports = Object.values(inputs.ports ?? {}).map((port) => `port ${port}`);
  const env = inputs.env ?? {};
  const claims = [...inputs.claims, ...ports, ...publicCredentialTexts(env)];
  const recorded = olds?.onHost;
  return {
    kind: "ensure",
    unit: refOf(inputs),
    ...(ceasing === undefined ? {} : { startsAfter: refOf(ceasing) }),
    body: inputs.unit,
    text: markUnit(inputs.unit, {
      owner: inputs.owner,
      profile: `${inputs.hostKey}/${inputs.profileKey}`,
      priority: inputs.priority,
      schemaVersion: inputs.schemaVersion,
      claims: claims.map((claim) => claimDigest(claim, stack)),
    }),
    runtime,
    restart: olds !== undefined && runtimeDigest(olds.unit) !== runtime,
    owner: encodeMarkValue(inputs.owner),
    boot: bootOf(inputs),
    links: inputs.boot === "enabled" ? runs.links : [],
    conflicts: (runs.conflicts ?? []).map((name) => refOf({ ...inputs, unitName: name })),
    excludes: runs.excludes ?? [],
    locks: runs.locks ?? [],
    linger: inputs.linger ?? true,
    plannedUnits: plannedUnitsOf(inputs.hostKey, refOf(inputs)),
    // with those that a unit from before may still be marked with
    claims: sortedUnique([...claims, ...credentialTexts(env)].map((claim) => claimDigest(claim, stack))),
    adopt: inputs.adopt,
    takeBack: inputs.takeBack,
    paths: pathsOf(inputs),
    env: envFile(inputs, digestKey, olds),
    ...(files.length === 0 ? {} : { files }),
    health: healthOf(inputs),
    ...(inputs.restartBy ? { restartBy: inputs.restartBy } : {}),
    life: lifeOf(runs, inputs.env, inputs.config),
    stopSeconds: runs.stopSeconds,
    ...(recorded ? { recorded } : {}),
    ...(olds && recorded ? { recordedBoot: bootOf(olds) } : {}),
  };
}

/** Takes away what the outputs say is there; `successor` is what comes in its place in the same transaction. */
export function removeOperation(
  olds: GatewayOutputs,
  successor?: GatewayInputs,
  files: readonly HomeFileChange[] = [],
): RemoveOperation {
  const { stopSeconds, killSignal } = runsOf(olds);
  return {
    kind: "remove",
    unit: refOf(olds),
    owner: encodeMarkValue(olds.owner),
    paths: pathsOf(olds),
    env: envFile(olds, olds.digestKey, olds),
    ...(files.length === 0 ? {} : { files }),
    stopSeconds,
    killSignal,
    recorded: olds.onHost ?? NOTHING,
    ...(olds.keepGenerations ? { keepGenerations: true } : {}),
    ...(successor
      ? {
          replacedBy: refOf(successor),
          keepsEnv: sharesHome(olds, successor) || movesFrom(olds, successor) !== undefined,
        }
      : {}),
  };
}

/** Takes our block and our part of files out of the home that the gateway had before, if that is another one now. */
export function leaveHomeOperation(
  olds: GatewayOutputs,
  news: GatewayInputs,
  files: readonly HomeFileChange[] = [],
): LeaveHomeOperation | undefined {
  if (!olds.onHost || sharesHome(olds, news) || movesFrom(olds, news)) return undefined;
  return {
    kind: "leave-home",
    unit: refOf(news),
    owner: encodeMarkValue(olds.owner),
    paths: pathsOf(olds),
    env: envFile(olds, olds.digestKey, olds),
    ...(files.length === 0 ? {} : { files }),
    stopSeconds: runsOf(olds).stopSeconds,
    recorded: olds.onHost,
  };
}

/** Whether two declarations of a gateway lead to one home. */
export function sharesHome(one: GatewayInputs, other: GatewayInputs): boolean {
  return pathsOf(one).home === pathsOf(other).home;
}

/**
 * The home of before, when the profile was renamed and its home goes on under another name.
 * @throws HostError `home-not-moved` when that would be more than another name
 */
export function movesFrom(olds: GatewayOutputs, news: GatewayInputs): string | undefined {
  if (!olds.onHost || !isRenamed(olds, news) || sharesHome(olds, news)) return undefined;
  const [before, after] = [pathsOf(olds), pathsOf(news)];
  if (olds.served || news.served) {
    throw new HostError("home-not-moved", {
      host: news.hostKey,
      message: `${before.home} is served by another profile's gateway, which would not know of its new name\n  now: nothing was changed`,
      remedy:
        "rename the profile while it has a gateway of its own (`topology: per-profile`), or take renamedFrom out and begin with a new home",
    });
  }
  if (before.user === after.user && dirname(before.home) === dirname(after.home)) return before.home;
  throw new HostError("home-not-moved", {
    host: news.hostKey,
    message: `${before.home} of ${before.user} cannot become ${after.home} of ${after.user}: a home keeps its account and the directory that it lies in\n  now: nothing was changed`,
    remedy: "rename the profile first, and change its home or account with a later update",
  });
}

/** Looks at what the outputs say is there. */
export function observeOperation(
  olds: GatewayOutputs,
  files: readonly HomeFileLook[] = [],
): ObserveOperation {
  return {
    ...lookOperation(olds, olds.digestKey, files),
    env: envFile(olds, olds.digestKey, olds),
  };
}

/** Looks at files of a home before something is made of them. */
export function lookOperation(
  inputs: GatewayInputs,
  digestKey: string,
  files: readonly HomeFileLook[],
  before?: string,
): ObserveOperation {
  return {
    kind: "observe",
    ...(before === undefined ? {} : { movesFrom: before }),
    unit: refOf(inputs),
    paths: pathsOf(inputs),
    env: { digestKey, variables: {} },
    ...(files.length === 0 ? {} : { files }),
  };
}

/** With the port that is allocated to the API server that is waited for. */
function healthOf({ health, ports }: GatewayInputs): EnsureOperation["health"] {
  const port = ports?.API_SERVER_PORT;
  if (health.ready === undefined || !("api" in health.ready) || health.ready.api !== true) return health;
  return port === undefined ? health : { ...health, ready: { api: `http://127.0.0.1:${port}` } };
}

/** A unit's own word; a served profile has none, and no operation on one is made for it. */
function bootOf({ boot }: GatewayInputs): EnsureOperation["boot"] {
  return boot === "served" ? "standby" : boot;
}

/** What stands in our block of `.env`, and what did. */
export function envFile(inputs: GatewayInputs, digestKey: string, olds: GatewayOutputs | undefined): EnvFile {
  const recorded = olds?.onHost ? variablesOf(olds) : undefined;
  return { digestKey, variables: variablesOf(inputs), ...(recorded ? { recorded } : {}) };
}

/** What stands in our block of `.env`: the declared variables, and the allocated ports. */
function variablesOf({ env, ports }: GatewayInputs): Readonly<Record<string, string>> {
  const texts = Object.entries(ports ?? {}).map(([name, port]) => [name, String(port)]);
  return { ...env, ...Object.fromEntries(texts) };
}
