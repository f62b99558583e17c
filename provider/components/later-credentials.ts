import { CREDENTIAL_VARIABLES } from "../core/detect/credential-table";
import type { Finding } from "../core/finding";
import type { FleetPlan } from "../core/plan/fleet-plan";
import { type LaterValues, laterCredentialFindings } from "../core/plan/later-credentials";
import type { Fleet } from "../core/schema/fleet";
import { isLater, type Later, settled } from "./later.js";

/**
 * Compares the credentials that the plan could not compare, because they are Outputs, as soon as all are known or
 * certain to stay unknown in this run. A plain promise and not an Output: whoever waits for it does not become unknown
 * in a preview, nor depend on the resources behind the credentials of others.
 *
 * @param digestKey the key that the plan was made with
 * @returns `undefined` when there is nothing to wait for
 */
export function laterFindings(
  fleet: Fleet<Later>,
  plan: FleetPlan,
  digestKey: string,
): Promise<Finding[]> | undefined {
  const later = fleet.profiles.flatMap(({ key, env }) =>
    Object.entries(env).flatMap(([name, value]) =>
      CREDENTIAL_VARIABLES.has(name) && isLater(value) ? [{ key, name, value }] : [],
    ),
  );
  if (later.length === 0 || fleet.profiles.length < 2) return undefined;
  return valuesOf(later).then((values) => laterCredentialFindings(plan, fleet, values, digestKey));
}

async function valuesOf(later: readonly { key: string; name: string; value: Later }[]): Promise<LaterValues> {
  const values = new Map<string, Record<string, string>>();
  await Promise.all(
    later.map(async ({ key, name, value }) => {
      const now = await settled(value);
      // what is no text is refused by the check of its own gateway
      if (now.known && typeof now.value === "string")
        values.set(key, { ...values.get(key), [name]: now.value });
    }),
  );
  return values;
}
