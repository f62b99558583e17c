import { type FleetRule, listed } from "../rule";
import { credentialUsers } from "./credential-users";

/**
 * One credential on several hosts. No directive reaches from one host to another, and Hermes' own lock knows one
 * account of one host. An error where boots would start two of them.
 */
export const credentialOnSeveralHosts: FleetRule = (hosts) =>
  [...Map.groupBy(credentialUsers(hosts), ({ identity }) => identity).values()].flatMap((users) => {
    if (countHosts(users) < 2) return [];
    const running = users.filter(({ gateway }) => gateway.boot === "enabled");
    const together = countHosts(running) > 1;
    const concerned = together ? running : users;
    const last = concerned.at(-1);
    if (last === undefined) return [];
    const names = listed(concerned.map(({ subject }) => subject));
    const title = last.title;
    return [
      {
        code: "credential-on-several-hosts",
        severity: together ? "error" : "warning",
        subjects: concerned.map(({ subject }) => subject),
        message: together
          ? `${names} would run at the same time with the same ${title}, and nothing can exclude gateways of different hosts`
          : `${names} have the same ${title}, and nothing stops one when a hand starts another on a different host`,
        remedy: `give each a ${title} of its own, or place the profile on one host, or let the others not run (desired: stopped)`,
        path: last.path,
      },
    ];
  });

function countHosts(users: readonly { readonly hostKey: string }[]): number {
  return new Set(users.map(({ hostKey }) => hostKey)).size;
}
