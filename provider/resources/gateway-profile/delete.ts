import { archiveHome } from "../../host/archive/archive-home.js";
import { redacted, sessionOf } from "./apply.js";
import { planFiles, withFreshFiles } from "./home-files.js";
import { removeOperation } from "./operations.js";
import type { GatewayOutputs } from "./properties.js";
import { unitFacts } from "./unit-facts.js";
import { whenUnreachable } from "./when-unreachable.js";

/**
 * Takes the gateway's unit away; its profile's data stays, unless the profile says otherwise: then its home is archived and
 * goes too, once the unit is gone for good. What is gone already, and what belongs to another owner
 * by now, counts as deleted.
 */
export async function deleteGateway(id: string, olds: GatewayOutputs): Promise<void> {
  try {
    const session = sessionOf(olds);
    const { ownedBy } = await withFreshFiles(async () => {
      const { changes } = await planFiles({ session, digestKey: olds.digestKey, olds });
      return session.apply(removeOperation(olds, undefined, changes));
    });
    if (!ownedBy && olds.delete === "profile" && olds.onHost) {
      const { paths } = unitFacts(olds);
      process.stdout.write(`${id}: archiving ${paths.home}\n`);
      const archive = await session.use((host) => archiveHome(host, paths));
      if (archive) process.stdout.write(`${id}: ${paths.home} is archived as ${archive}\n`);
    }
    if (ownedBy) process.stdout.write(`${id}: ${olds.unitName} stays, it belongs to ${ownedBy} now\n`);
  } catch (error) {
    if (whenUnreachable(olds, error) === "fail") throw redacted(error, olds);
    process.stdout.write(
      `${id}: not reached; forgotten here, its unit ${olds.unitName} is still on the host\n`,
    );
  }
}
