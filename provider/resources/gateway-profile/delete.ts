import { archiveHome } from "../../host/archive/archive-home.js";
import type { HostSession } from "../../host/session/host-session.js";
import { tell } from "../../host/tell.js";
import type { Removed } from "../../host/transaction/operation.js";
import { redacted, sessionOf } from "./apply.js";
import { rememberDeleted } from "./earlier-places.js";
import { planFiles, withFreshFiles } from "./home-files.js";
import { removeOperation } from "./operations.js";
import { otherOwnerOf } from "./planned-units.js";
import type { GatewayOutputs } from "./properties.js";
import { ceaseOperation, isServed } from "./served-operations.js";
import { pathsOf } from "./unit-place.js";
import { whenUnreachable } from "./when-unreachable.js";

/**
 * Takes the gateway's unit away; its profile's data stays, unless the profile says otherwise: then its home is archived and
 * goes too, once the unit is gone for good. What is gone already, and what belongs to another owner
 * by now, counts as deleted.
 */
export async function deleteGateway(id: string, olds: GatewayOutputs): Promise<void> {
  try {
    const session = sessionOf(olds);
    const { ownedBy } = await withFreshFiles(() => takeAway(session, olds));
    rememberDeleted(olds.owner);
    if (!ownedBy && olds.delete === "profile" && olds.onHost) {
      const paths = pathsOf(olds);
      tell(`${id}: archiving ${paths.home}`);
      const archive = await session.use((host) => archiveHome(host, paths));
      if (archive) tell(`${id}: ${paths.home} is archived as ${archive}`);
    }
    const what = isServed(olds) ? olds.served.home : olds.unitName;
    if (ownedBy) tell(`${id}: ${what} stays, it belongs to ${ownedBy} now`);
  } catch (error) {
    if (whenUnreachable(olds, error) === "fail") throw redacted(error, olds);
    tell(
      `${id}: not reached; forgotten here, ${isServed(olds) ? `what is ours in ${olds.served.home}` : `its unit ${olds.unitName}`} is still on the host`,
    );
  }
}

async function takeAway(session: HostSession, olds: GatewayOutputs): Promise<Removed> {
  const ownedBy = isServed(olds) && otherOwnerOf(olds.hostKey, olds.served.home, olds.owner);
  if (ownedBy) return { ownedBy };
  const { changes } = await planFiles({ session, digestKey: olds.digestKey, olds });
  if (!isServed(olds)) return session.apply(removeOperation(olds, undefined, changes));
  const operation = ceaseOperation(olds, changes);
  return operation ? session.apply(operation) : {};
}
