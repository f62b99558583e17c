import { type CredentialClaim, detectCredentials } from "../detect/detect-credentials";
import { settingsOf } from "../detect/profile-settings";
import { keyedDigest } from "../digest";
import type { Finding } from "../finding";
import { byCodeUnit } from "../order";
import type { Fleet, FleetProfile } from "../schema/fleet";
import { markAccepted } from "./accept-findings";
import type { FleetPlan, GatewayPlan, HostPlan } from "./fleet-plan";
import { listed, subject } from "./rules/rule";

/** One profile with a credential, whose value is known by now. */
interface User extends CredentialClaim {
  readonly hostKey: string;
  readonly profileKey: string;
  /** The gateway that serves it. */
  readonly gateway: GatewayPlan;
  /** Whether the plan did not know the value. */
  readonly late: boolean;
}

/** Variables of profiles, by profile key and name. */
export type LaterValues = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * What is wrong with a plan once the credentials are known that it was made without: gateways with the same one that
 * nothing keeps apart. Pairs that the plan could compare are not looked at again.
 *
 * @param digestKey secret, as for `planFleet`
 */
export function laterCredentialFindings(
  plan: FleetPlan,
  fleet: Fleet<unknown>,
  values: LaterValues,
  digestKey: string,
): Finding[] {
  const digest = keyedDigest(digestKey);
  const claims = new Map(
    fleet.profiles.map((profile) => [profile.key, claimsNow(profile, values.get(profile.key) ?? {}, digest)]),
  );
  const users = plan.hosts.flatMap((host) =>
    profilesOf(host).flatMap(({ profileKey, gateway }) =>
      (claims.get(profileKey) ?? []).map(
        (claim): User => ({ ...claim, hostKey: host.hostKey, profileKey, gateway }),
      ),
    ),
  );
  const groups = Map.groupBy(users, ({ identity }) => identity);
  return markAccepted(
    [...groups.values()].flatMap(findingAbout).sort((a, b) => byCodeUnit(a.message, b.message)),
    fleet.accept,
  );
}

function profilesOf({ gateways, served = [] }: HostPlan): Pick<User, "profileKey" | "gateway">[] {
  const byKey = new Map(gateways.map((gateway) => [gateway.profileKey, gateway]));
  const others = served.flatMap(({ profileKey, by }) => {
    const gateway = byKey.get(by);
    return gateway === undefined ? [] : [{ profileKey, gateway }];
  });
  return [...gateways.map((gateway) => ({ profileKey: gateway.profileKey, gateway })), ...others];
}

function claimsNow(
  profile: FleetProfile<unknown>,
  values: Readonly<Record<string, string>>,
  digest: (text: string) => string,
): (CredentialClaim & { late: boolean })[] {
  const compared = new Set(
    detectCredentials(profile.key, settingsOf(profile), digest)
      .filter((claim) => claim.compared)
      .map(({ title }) => title),
  );
  const now = { ...profile, env: { ...profile.env, ...values } };
  return detectCredentials(profile.key, settingsOf(now), digest)
    .filter((claim) => claim.compared)
    .map((claim) => ({ ...claim, late: !compared.has(claim.title) }));
}

function findingAbout(users: readonly User[]): Finding[] {
  const together = users.filter((one) => users.some((other) => meet(one, other) && runTogether(one, other)));
  const concerned =
    together.length > 0 ? together : users.filter((one) => users.some((other) => meet(one, other)));
  const last = concerned.at(-1);
  if (last === undefined) return [];
  const names = listed(
    concerned.map(({ hostKey, profileKey, path }) => `${subject(hostKey, profileKey)} (${path})`),
  );
  return [
    {
      code: "credential-shared-later",
      severity: together.length > 0 ? "error" : "warning",
      subjects: concerned.map(({ hostKey, profileKey }) => subject(hostKey, profileKey)),
      message: `${names} turn out to have the same ${last.title}, which was not known when the exclusions were planned`,
      remedy: `give each a ${last.title} of its own, let them exclude each other (conflictsWith) on one host, or take it from the stack's configuration ({config: …}), which is known in time`,
      path: last.path,
    },
  ];
}

/** Two that nothing keeps apart, of which the plan did not know one: the same profile elsewhere it did. */
function meet(one: User, other: User): boolean {
  if (one.profileKey === other.profileKey || !(one.late || other.late)) return false;
  return one.hostKey !== other.hostKey || !one.gateway.neighbours.includes(other.gateway.profileKey);
}

/** On one host a unit that should name the other does not; on two hosts boots start both. */
function runTogether(one: User, other: User): boolean {
  if (one.hostKey === other.hostKey) return true;
  return one.gateway.boot === "enabled" && other.gateway.boot === "enabled";
}
