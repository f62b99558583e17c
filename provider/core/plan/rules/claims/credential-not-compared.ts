import { type FleetRule, listed } from "../rule";
import { type CredentialUser, credentialUsers } from "./credential-users";

/**
 * Credentials of one kind of which some are known only later: whether two of them are the same cannot be seen
 * before the update. Silent where it would change nothing, because the gateways exclude each other anyway.
 */
export const credentialNotCompared: FleetRule = (hosts) =>
  [...Map.groupBy(credentialUsers(hosts), ({ title }) => title)].flatMap(([title, users]) => {
    const unknown = users.filter(({ compared }) => !compared);
    const last = unknown.at(-1);
    if (last === undefined || !couldMeet(users)) return [];
    const subjects = unknown.map(({ subject }) => subject);
    return [
      {
        code: "credential-not-compared",
        severity: "warning",
        subjects,
        message: `the ${title} of ${listed(subjects)} is known only later, so it was not compared with the others`,
        remedy:
          "take it from the stack's configuration ({config: …}) or from a plain value, or make sure that no other gateway has the same",
        path: last.path,
      },
    ];
  });

/** Whether two that may run at the same time could turn out to have the same one. */
function couldMeet(users: readonly CredentialUser[]): boolean {
  const identities = new Set(users.map(({ identity }) => identity));
  if (identities.size < 2) return false;
  const hosts = Map.groupBy(users, ({ hostKey }) => hostKey);
  if (hosts.size > 1) return true;
  return users.some(
    (one) =>
      !one.compared &&
      users.some(
        (other) =>
          other.identity !== one.identity && !one.gateway.neighbours.includes(other.gateway.profileKey),
      ),
  );
}
