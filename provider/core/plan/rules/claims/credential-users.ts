import type { CredentialClaim } from "../../../detect/detect-credentials";
import type { GatewayPlan } from "../../fleet-plan";
import { type HostScene, subject } from "../rule";

/** One gateway that uses a credential. */
export interface CredentialUser extends CredentialClaim {
  readonly hostKey: string;
  readonly gateway: GatewayPlan;
  readonly subject: string;
}

/** Every gateway of the fleet with every credential that it uses, in the order of the plan. */
export function credentialUsers(hosts: readonly HostScene[]): CredentialUser[] {
  return hosts.flatMap(({ hostKey, gateways, members }) =>
    gateways.flatMap((gateway, place) =>
      (members[place]?.detected.credentials ?? []).map((claim) => ({
        ...claim,
        hostKey,
        gateway,
        subject: subject(hostKey, gateway.profileKey),
      })),
    ),
  );
}
