import type { SeenListener } from "../../../facts/host-facts";
import { isSeen } from "../../../facts/host-facts";
import { managerOf } from "../../../units/unit-ref";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/**
 * A port that a gateway needs and a process has that belongs to none of the units which other findings tell of: a web
 * server, a container, a gateway that somebody started in a shell.
 */
export const portHeld: HostRule = (scene) => {
  const { hostKey, members, facts } = scene;
  if (!isSeen(facts)) return [];
  const held = (facts.listeners ?? []).filter((listener) => !isTold(listener, scene));
  return [...Map.groupBy(held, ({ port }) => port)].flatMap(([port, holders]) => {
    const needers = members.filter(({ detected }) => detected.listeners.some((one) => one.port === port));
    if (needers.length === 0) return [];
    const keys = needers.map(({ key }) => key);
    return [
      {
        code: "port-held",
        severity: "warning",
        subjects: keys.map((key) => subject(hostKey, key)),
        message: `port ${port} of ${listed(keys)} is taken on ${hostKey} by ${listed(holders.map(holder))}`,
        remedy: "stop that process and what starts it, or give the profile another port",
      },
    ];
  });
};

function holder({ process, unit, account }: SeenListener): string {
  if (unit === undefined) return `the process ${process}`;
  return `the process ${process} of ${unit}${account === undefined ? "" : ` of the user ${account}`}`;
}

/** Whether it is one of the plan's own, marked, or a foreign unit with a finding of its own. */
function isTold({ unit, account }: SeenListener, { gateways, facts, outsiders }: HostScene): boolean {
  const manager = managerOf({ scope: account === undefined ? "system" : "user", user: account ?? "" });
  if (gateways.some(({ unitName, spec }) => unitName === unit && managerOf(spec) === manager)) return true;
  const seen = isSeen(facts)
    ? facts.units.find((one) => one.name === unit && one.account === account)
    : undefined;
  return seen !== undefined && (seen.mark !== undefined || outsiders.foreign.includes(seen));
}
