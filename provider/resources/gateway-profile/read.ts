import { shownUnit } from "../../core/host-text";
import { readMark } from "../../core/units/mark";
import { runtimeDigest } from "../../core/units/runtime-digest";
import { tell } from "../../host/tell.js";
import { NO_BLOCK } from "../../host/transaction/env-block.js";
import type { Observed } from "../../host/transaction/operation.js";
import { equalValues, plain } from "../equal.js";
import { redacted, sessionOf } from "./apply.js";
import { findFiles, recordedLooks, withFiles } from "./home-files.js";
import { observeOperation } from "./operations.js";
import type { GatewayInputs, GatewayOutputs, GatewayStatus } from "./properties.js";
import { heldRuns } from "./runs.js";
import { isServed, type Served } from "./served-operations.js";
import { whenUnreachable } from "./when-unreachable.js";

/** What a refresh found; empty when the gateway is not on the host any more. */
export interface Found {
  readonly id?: string;
  readonly props?: GatewayOutputs;
  /** Only when something drifted: the complete inputs as the host has them. */
  readonly inputs?: GatewayInputs;
}

/** Looks at the host: nothing differs → no inputs, and a preview after the refresh shows nothing. */
export async function readGateway(id: string, olds: GatewayOutputs): Promise<Found> {
  try {
    const seen = await sessionOf(olds).observe(observeOperation(olds, recordedLooks(olds)));
    return found(id, olds, seen);
  } catch (error) {
    if (whenUnreachable(olds, error) === "skip") {
      tell(`${id}: not reached, the state stays as it is`);
      return { id, props: olds };
    }
    throw redacted(error, olds);
  }
}

function found(id: string, olds: GatewayOutputs, seen: Observed): Found {
  if (isServed(olds)) return foundServed(id, olds, seen);
  if (seen.text === undefined) return foundVanished(id, olds, seen);
  const { text, mark } = readMark(seen.text);
  if (mark && mark.owner !== olds.owner) {
    tell(`${id}: ${olds.unitName} belongs to ${mark.owner} now`);
    return {};
  }
  const boot = seen.recorded.links.length > 0 ? "enabled" : "standby";
  const files = findFiles(olds, seen);
  const recorded = withFiles(seen.recorded, files.recorded);
  const unit = text === olds.unit ? text : shownUnit(text);
  const drifted = unit !== olds.unit || boot !== olds.boot || !seen.envAsRecorded || files.drifted;
  const status = statusOf(olds, seen, drifted);
  if (status === "stopped" && seen.parked) {
    tell(
      `${id}: somebody had Hermes keep it stopped (${seen.parked} in its home); an update does not start it [gateway-parked]`,
    );
  }
  if (status === "applied" && equalValues(recorded, olds.onHost)) return { id, props: olds };
  tellDropIns(id, olds, seen);
  const { status: _, digestKey, onHost: __, ...inputs } = olds;
  const actual = plain({
    ...inputs,
    // What was declared stays: the text is the host's from here on.
    runs: heldRuns(olds),
    unit,
    restartsWhenChanged: runtimeDigest(text),
    boot,
    env: seen.envAsRecorded ? olds.env : {},
    ...files.actual,
    ...(olds.ports ? { ports: seen.envAsRecorded ? olds.ports : {} } : {}),
  } as GatewayInputs);
  const props = plain({ ...actual, digestKey, status, onHost: recorded } as GatewayOutputs);
  return drifted ? { id, props, inputs: actual } : { id, props };
}

/**
 * Gone is the gateway once nothing of it is left but its profile: what still runs without a file, and the links of one,
 * stay in the state, so that an update or a delete comes to them.
 */
function foundVanished(id: string, olds: GatewayOutputs, seen: Observed): Found {
  const { vanished, recorded } = seen;
  if (!vanished || (olds.onHost && olds.onHost.machineId !== seen.machineId)) return {};
  const file = vanished.masked ? "is masked" : "has lost its file";
  const rest = vanished.runs ? "what it started still runs" : "links to it are left";
  process.stdout.write(
    `${id}: ${olds.unitName} ${file}, and ${rest}; an update ${vanished.masked ? "asks for `systemctl unmask`" : "writes it again"}, a delete ends it [unit-file-gone]\n`,
  );
  return {
    id,
    props: plain({ ...olds, status: "drifted", onHost: { ...olds.onHost, ...recorded } } as GatewayOutputs),
  };
}

/** Of a served profile there are its files alone; the gateway that serves it is looked at by its own resource. */
function foundServed(id: string, olds: Served<GatewayOutputs>, seen: Observed): Found {
  const { status: before, digestKey, onHost, ...inputs } = olds;
  if (onHost === undefined) return {};
  const files = findFiles(olds, seen);
  const drifted = !seen.envAsRecorded || files.drifted;
  const status = before === "rolled-back" ? before : drifted ? "drifted" : "applied";
  const { envDigest = NO_BLOCK } = seen.recorded;
  const recorded = withFiles({ ...NO_UNIT, machineId: seen.machineId, envDigest }, files.recorded);
  if (status === "applied" && equalValues(recorded, onHost)) return { id, props: olds };
  const actual: GatewayInputs = plain({
    ...inputs,
    env: seen.envAsRecorded ? olds.env : {},
    ...files.actual,
  });
  const props = plain({ ...actual, digestKey, status, onHost: recorded } as GatewayOutputs);
  return drifted ? { id, props, inputs: actual } : { id, props };
}

/** What is recorded of a profile without a unit. */
const NO_UNIT = { fileHash: "-", dropIns: {}, links: [] } as const;

function statusOf(olds: GatewayOutputs, seen: Observed, drifted: boolean): GatewayStatus {
  if (olds.status === "rolled-back") return olds.status;
  if (olds.boot === "enabled" && seen.activeState !== "active") return "stopped";
  const sameFile = seen.recorded.fileHash === olds.onHost?.fileHash;
  const startedByHand = olds.boot === "standby" && seen.activeState === "active";
  return drifted || !sameFile || startedByHand ? "drifted" : "applied";
}

function tellDropIns(id: string, olds: GatewayOutputs, seen: Observed): void {
  const [before, now] = [olds.onHost?.dropIns ?? {}, seen.recorded.dropIns];
  for (const path of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (before[path] === now[path]) continue;
    // a state from before these were looked at knows nothing of them
    if (olds.onHost?.wholeDropIns !== true && !path.includes(`/${olds.unitName}.d/`)) continue;
    const what =
      before[path] === undefined ? "was added" : now[path] === undefined ? "was removed" : "was changed";
    tell(`${id}: the drop-in ${path} ${what} by somebody else; it is left as it is`);
  }
}
