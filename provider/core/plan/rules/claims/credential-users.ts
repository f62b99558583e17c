import type { CredentialClaim } from "../../../detect/detect-credentials";
import type { GatewayPlan } from "../../fleet-plan";
import { type HostScene, profilesBeside, subject } from "../rule";

/** One profile that uses a credential, with the gateway that serves it. */
export interface CredentialUser extends CredentialClaim {
  readonly hostKey: string;
  readonly gateway: GatewayPlan;
  readonly subject: string;
}

/** Every profile of the fleet with every credential that it uses, in the order of the plan. */
export function credentialUsers(hosts: readonly HostScene[]): CredentialUser[] {
  return hosts.flatMap((host) =>
    profilesBeside(host).flatMap(({ gateway, profile }) =>
      profile.detected.credentials.map((claim) => ({
        ...claim,
        hostKey: host.hostKey,
        gateway,
        subject: subject(host.hostKey, profile.key),
      })),
    ),
  );
}
