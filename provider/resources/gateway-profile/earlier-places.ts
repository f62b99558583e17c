import { randomBytes } from "node:crypto";
import { encodeMarkValue } from "../../core/units/mark-value";
import { HostError } from "../../host/host-error.js";
import type { HostSession } from "../../host/session/host-session.js";
import { sessionFor } from "../../host/session/host-sessions.js";
import { tell } from "../../host/tell.js";
import type { Observed } from "../../host/transaction/operation.js";
import { planFiles } from "./home-files.js";
import { lookOperation, removeOperation } from "./operations.js";
import { isOwnRef } from "./own-ref.js";
import type { GatewayInputs } from "./properties.js";
import { pathsOf } from "./unit-place.js";
import { whenUnreachable } from "./when-unreachable.js";

const deleted = new Set<string>();

/** A delete has gone through: what comes after it need not look again at what it has left. */
export function rememberDeleted(owner: string): void {
  deleted.add(owner);
}

/**
 * What a hint means when the state knows nothing of the gateway of before, because its create was cut: the host may well
 * have it, with this stack's own mark. On the host that `movedFrom` names it is ended; under the name of `renamedFrom`
 * it is refused. Never two, whatever the state says.
 * @throws HostError `moved-from-not-looked-at`, `renamed-from-still-there`
 */
export async function leaveEarlierPlaces(session: HostSession, inputs: GatewayInputs): Promise<void> {
  const { earlierOwner, movedFrom, renamedFrom } = inputs;
  if (earlierOwner === undefined || deleted.has(earlierOwner)) return;
  if (movedFrom !== undefined) await leaveEarlierHost(inputs, movedFrom, earlierOwner);
  else if (renamedFrom !== undefined) await refuseEarlierName(session, inputs, renamedFrom, earlierOwner);
}

async function leaveEarlierHost(inputs: GatewayInputs, movedFrom: string, owner: string): Promise<void> {
  const { movedFromConnection, connectDeadlineSeconds } = inputs;
  const refuse = (message: string, remedy: string, cause?: unknown): HostError =>
    new HostError("moved-from-not-looked-at", {
      host: movedFrom,
      message: `${message}\n  now: nothing was changed, and nothing was started on ${inputs.hostKey}`,
      remedy,
      cause,
    });
  if (movedFromConnection === undefined) {
    throw refuse(
      `${movedFrom} is no host of the fleet any more, so it cannot be asked whether ${inputs.unitName} still runs there`,
      `declare ${movedFrom} again until the profile is moved, or take movedFrom out if nothing runs there`,
    );
  }
  const session = sessionFor(movedFromConnection, { hostKeyName: movedFrom, connectDeadlineSeconds });
  const seen = await look(session, inputs, owner).catch((error: unknown) => {
    if (whenUnreachable(inputs, error) === "skip") return undefined;
    const said = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw refuse(
      `${movedFrom} could not be asked whether ${inputs.unitName} still runs there: ${said}`,
      `make ${movedFrom} answer and run the same command again; if it is gone for good, take movedFrom out, or go on without it with HERMES_FLEET_ON_UNREACHABLE=skip`,
      error,
    );
  });
  if (seen === undefined) {
    tell(
      `${inputs.hostKey}/${inputs.profileKey}: ${movedFrom} was not reached; what runs there of this gateway goes on [moved-from-not-looked-at]`,
    );
    return;
  }
  const { paths, units } = ownUnits(seen, inputs, movedFrom);
  const olds = { ...inputs, owner, digestKey: randomBytes(32).toString("hex"), status: "applied" } as const;
  const removal = { ...removeOperation(olds), paths, env: { digestKey: olds.digestKey, variables: {} } };
  if (units.length === 0) return;
  // First contact with nothing declared: the block that the cut update has left in .env goes.
  const { config: _, soul: __, skills: ___, ports: ____, ...bare } = inputs;
  const { changes } = await planFiles({
    session,
    digestKey: olds.digestKey,
    news: { ...bare, env: {} },
    again: true,
  });
  const files = changes.length === 0 ? {} : { files: changes };
  await Promise.all(units.map((unit, n) => session.apply({ ...removal, ...(n === 0 ? files : {}), unit })));
  for (const unit of units) {
    tell(
      `${inputs.hostKey}/${inputs.profileKey}: ${unit} of an update that was cut was taken away from ${movedFrom}`,
    );
  }
}

async function refuseEarlierName(
  session: HostSession,
  inputs: GatewayInputs,
  renamedFrom: string,
  owner: string,
) {
  const { owned } = await look(session, inputs, owner);
  if (owned.length === 0) return;
  throw new HostError("renamed-from-still-there", {
    host: inputs.hostKey,
    message: `${owned.join(", ")} is on the host with this stack's mark of the profile ${renamedFrom}, which the state knows nothing of: the update that made it was cut\n  now: nothing was changed`,
    remedy: `declare the profile as ${renamedFrom} again and run \`pulumi up\`, which takes it over; then rename it`,
    subjects: owned,
  });
}

function look(session: HostSession, inputs: GatewayInputs, owner: string): Promise<Observed> {
  const operation = lookOperation(inputs, randomBytes(32).toString("hex"), []);
  return session.observe({ ...operation, owner: encodeMarkValue(owner) });
}

/** What the host names is its own word: units that could not be this gateway's are for an operator to look at. */
function ownUnits({ owned }: Observed, inputs: GatewayInputs, host: string) {
  const paths = pathsOf(inputs);
  const odd = owned.filter((unit) => !isOwnRef(unit, paths.user));
  if (odd.length === 0) return { paths, units: owned };
  throw new HostError("own-unit-elsewhere", {
    host,
    message: `${odd.join(", ")} has this gateway's mark, and is no unit of ${paths.user}\n  now: nothing was changed`,
    remedy: "stop it and remove its file on that host, and run the same command again",
    subjects: odd,
  });
}
