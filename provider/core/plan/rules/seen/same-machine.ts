import { isSeen } from "../../../facts/host-facts";
import { pathOf } from "../../../problem";
import { type FleetRule, listed } from "../rule";

/**
 * Two host keys that lead to one machine: each would be planned as if it were alone on it. An id that is no id
 * (machine-id(5): empty or `uninitialized` in an image) proves nothing.
 */
export const sameMachine: FleetRule = (hosts) => {
  const seen = hosts.flatMap(({ hostKey, facts }) =>
    isSeen(facts) && /^[0-9a-f]{32}$/.test(facts.machineId) ? [{ hostKey, machineId: facts.machineId }] : [],
  );
  return [...Map.groupBy(seen, ({ machineId }) => machineId)].flatMap(([machineId, group]) => {
    const keys = group.map(({ hostKey }) => hostKey);
    const last = keys.at(-1);
    if (keys.length < 2 || last === undefined) return [];
    return [
      {
        code: "same-machine",
        severity: "error",
        subjects: keys,
        message: `${listed(keys)} are one machine: its machine-id is ${machineId}`,
        remedy:
          "declare the machine once; if these are copies of one image, give each an id of its own (rm /etc/machine-id && systemd-machine-id-setup, then restart it)",
        path: pathOf(["hosts", last]),
      },
    ];
  });
};
