import { pathOf } from "../../../problem";
import { type HostRule, subject } from "../rule";

/**
 * A gateway that gives way to another and leaves its children running: they keep the port, and the other one finds
 * it busy (observed with systemd 252).
 */
export const stopLeavesChildren: HostRule = ({ hostKey, gateways }) =>
  gateways
    .filter(({ neighbours, spec }) => neighbours.length > 0 && spec.killMode === "process")
    .map(({ profileKey }) => ({
      code: "stop-leaves-children",
      severity: "warning",
      subjects: [subject(hostKey, profileKey)],
      message: `a stop of ${profileKey} on ${hostKey} leaves its children running, and they may keep what the next gateway needs`,
      remedy: "leave killMode out, or write mixed",
      path: pathOf(["profiles", profileKey, "killMode"]),
    }));
