import { randomBytes } from "node:crypto";
import { shownText } from "../../core/host-text";
import { HostError, type HostErrorCode } from "../../host/host-error.js";
import { redactFor, rememberSecrets } from "../../host/session/host-secrets.js";
import type { HostSession } from "../../host/session/host-session.js";
import { secretsOf, sessionFor } from "../../host/session/host-sessions.js";
import { tell } from "../../host/tell.js";
import type { Ensured } from "../../host/transaction/operation.js";
import { plain } from "../equal.js";
import { applyAlone } from "./apply-alone.js";
import { touchesHost } from "./diff.js";
import { leaveEarlierPlaces } from "./earlier-places.js";
import { type FilePlan, planFiles, withFiles, withFreshFiles } from "./home-files.js";
import {
  ensureOperation,
  envFile,
  leaveHomeOperation,
  movesFrom,
  removeOperation,
  sharesHome,
} from "./operations.js";
import { partialFailure } from "./partial-failure.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";
import { secretSettings } from "./secret-settings.js";
import { ceaseOperation, isServed, serveOperation } from "./served-operations.js";
import { arrive, together } from "./switch.js";
import { refOf } from "./unit-place.js";

/** A gateway's id: `<host key>/<profile key>`. */
function gatewayId({ hostKey, profileKey }: Pick<GatewayInputs, "hostKey" | "profileKey">): string {
  return `${hostKey}/${profileKey}`;
}

/**
 * Puts a gateway on its host for the first time, or adopts what is there.
 * @throws PartialFailure when it did not become healthy and was taken away again; HostError as Error otherwise.
 */
export async function createGateway(inputs: GatewayInputs): Promise<{ id: string; outs: GatewayOutputs }> {
  const id = gatewayId(inputs);
  const digestKey = randomBytes(32).toString("hex");
  try {
    const session = sessionOf(inputs);
    await leaveEarlierPlaces(session, inputs);
    return await withFreshFiles(async (again) => {
      const { changes, recorded } = await planFiles({ session, digestKey, news: inputs, again });
      await together(inputs);
      const operation = isServed(inputs)
        ? serveOperation(inputs, digestKey, undefined, changes)
        : ensureOperation(inputs, digestKey, undefined, { files: changes });
      const result = await applyAlone(session, operation, inputs);
      return { id, outs: outputs(inputs, digestKey, result, recorded) };
    });
  } catch (error) {
    const failure = redacted(error, inputs);
    if (!isPutBack(error)) throw failure;
    throw partialFailure(id, { ...inputs, digestKey, status: "rolled-back" }, failure);
  } finally {
    arrive(inputs);
  }
}

/** Brings a gateway from what the state says to what is declared. @throws as {@link createGateway} */
export async function updateGateway(
  olds: GatewayOutputs,
  news: GatewayInputs,
): Promise<{ outs: GatewayOutputs }> {
  const { digestKey } = olds;
  if (!touchesHost(olds, news)) {
    const { status, onHost } = olds;
    return { outs: plain({ ...news, digestKey, status, ...(onHost ? { onHost } : {}) }) };
  }
  try {
    return await withFreshFiles(() => change(olds, news));
  } catch (error) {
    const failure = redacted(error, news, olds);
    if (!isPutBack(error)) throw failure;
    throw partialFailure(gatewayId(news), { ...olds, status: "rolled-back" }, failure);
  } finally {
    arrive(news, olds);
  }
}

async function change(olds: GatewayOutputs, news: GatewayInputs): Promise<{ outs: GatewayOutputs }> {
  const { digestKey } = olds;
  const session = sessionOf(news);
  const moving = movesFrom(olds, news);
  const stays = moving !== undefined || sharesHome(olds, news);
  const [files, leftFiles] = await Promise.all([
    planFiles({ session, digestKey, news, ...(stays ? { olds } : {}) }),
    stays ? undefined : planFiles({ session, digestKey, olds }),
  ]);
  const leaving = leavingOperation(olds, news, leftFiles?.changes);
  await together(news, olds);
  const left = leaving ? session.apply(leaving) : undefined;
  const ensure = operationFor(olds, news, files.changes);
  // What stands in the home is what the old unit had there, not nothing.
  const own = stays ? { env: envFile(news, digestKey, olds) } : {};
  const moves = moving ? { movesFrom: moving } : {};
  const [result] = await Promise.all([applyAlone(session, { ...ensure, ...own, ...moves }, news), left]);
  return { outs: outputs(news, digestKey, result, files.recorded) };
}

/** What brings the gateway to what is declared; a unit that it did not have has no record. */
function operationFor(olds: GatewayOutputs, news: GatewayInputs, files: FilePlan["changes"]) {
  const { digestKey } = olds;
  if (isServed(news))
    return serveOperation(news, digestKey, sharesHome(olds, news) ? olds : undefined, files);
  const before = isServed(olds) || changesUnit(olds, news) ? { ...olds, onHost: undefined } : olds;
  const ceasing = isServed(olds) && refOf(olds) !== refOf(news) ? { ceasing: olds } : {};
  return ensureOperation(news, digestKey, withoutAbsent(before), { files, ...ceasing });
}

/** What goes in the same transaction: the unit of before, or what was ours in the home of before. */
function leavingOperation(olds: GatewayOutputs, news: GatewayInputs, files?: FilePlan["changes"]) {
  if (isServed(olds)) return sharesHome(olds, news) ? undefined : ceaseOperation(olds, files);
  return changesUnit(olds, news) ? removeOperation(olds, news, files) : leaveHomeOperation(olds, news, files);
}

function changesUnit(olds: GatewayOutputs, news: GatewayInputs): boolean {
  return (isServed(news) || refOf(olds) !== refOf(news)) && olds.onHost !== undefined;
}

/** The session of a gateway's host in this process. */
export function sessionOf(inputs: GatewayInputs): HostSession {
  rememberSecrets(inputs.hostKey, secretsIn(inputs));
  return sessionFor(inputs.connection, {
    hostKeyName: inputs.hostKey,
    connectDeadlineSeconds: inputs.connectDeadlineSeconds,
  });
}

/** An error whose text has no secret of these properties, nor of their host; the engine prints errors as they are. */
export function redacted(error: unknown, ...properties: readonly GatewayInputs[]): Error {
  let message = error instanceof Error ? error.message : String(error);
  for (const one of properties) {
    rememberSecrets(one.hostKey, secretsIn(one));
    message = redactFor(one.hostKey, message);
  }
  message = shownText(message);
  const clean = new Error(message);
  // The engine prints a stack that says nothing to an operator.
  clean.stack = message;
  return clean;
}

function secretsIn(properties: GatewayInputs & Partial<Pick<GatewayOutputs, "digestKey">>): string[] {
  const { env, config, connection, digestKey } = properties;
  return [
    ...Object.values(env ?? {}),
    ...secretSettings(config ?? {}),
    ...secretsOf(connection),
    ...(digestKey === undefined ? [] : [digestKey]),
  ];
}

/** What failed on a host that was put back, by us or by itself. */
const PUT_BACK: readonly HostErrorCode[] = ["gateway-failed", "rolled-back", "rollback-conflict"];

function isPutBack(error: unknown): boolean {
  return error instanceof HostError && PUT_BACK.includes(error.code);
}

function outputs(
  inputs: GatewayInputs,
  digestKey: string,
  result: Ensured,
  files: FilePlan["recorded"],
): GatewayOutputs {
  if (result.replacedMachine) {
    tell(
      `${gatewayId(inputs)}: another machine answers under this host key (machine-id ${result.recorded.machineId}, was ${result.replacedMachine}); everything was made there [host-replaced]`,
    );
  }
  return plain({ ...inputs, digestKey, status: "applied", onHost: withFiles(result.recorded, files) });
}

function withoutAbsent(
  olds: GatewayOutputs | (Omit<GatewayOutputs, "onHost"> & { onHost: undefined }),
): GatewayOutputs {
  return plain(olds) as GatewayOutputs;
}
