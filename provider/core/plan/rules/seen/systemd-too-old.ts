import { isSeen } from "../../../facts/host-facts";
import { pathOf } from "../../../problem";
import { OLDEST_SYSTEMD } from "../../../rules/policies";
import type { HostRule } from "../rule";

/** A host whose systemd is older than what its units are written for. */
export const systemdTooOld: HostRule = ({ hostKey, facts, host }) => {
  if (!isSeen(facts) || facts.systemd >= (host.systemd ?? OLDEST_SYSTEMD)) return [];
  const refused = facts.systemd < OLDEST_SYSTEMD;
  return [
    {
      code: "systemd-too-old",
      severity: refused ? "error" : "warning",
      subjects: [hostKey],
      message: refused
        ? `${hostKey} has systemd ${facts.systemd}, and ${OLDEST_SYSTEMD} is the oldest that gateways run with`
        : `${hostKey} has systemd ${facts.systemd}, but its units are written for ${host.systemd}`,
      remedy: refused
        ? "upgrade the machine's operating system, or place its profiles elsewhere"
        : `leave systemd of ${hostKey} out, or write ${facts.systemd}`,
      path: pathOf(refused ? ["hosts", hostKey] : ["hosts", hostKey, "systemd"]),
    },
  ];
};
