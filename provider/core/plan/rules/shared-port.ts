import { pathOf } from "../../problem";
import { claimedPorts } from "../claims";
import { type HostRule, listed, sharing, subject } from "./rule";

/**
 * Profiles of one host that a boot starts together and that claim one port: Hermes ends with exit 78 in all but
 * one of them, and which one is chance (observed with Hermes 0.19.0).
 */
export const sharedPort: HostRule = ({ hostKey, gateways }) => {
  const running = gateways.filter((gateway) => gateway.boot === "enabled");
  return sharing(running, (gateway) => claimedPorts(gateway.spec.claims)).map(([port, group]) => {
    const keys = group.map((gateway) => gateway.profileKey);
    const last = keys.at(-1) ?? "";
    return {
      code: "shared-port",
      severity: "error",
      subjects: keys.map((key) => subject(hostKey, key)),
      message: `the profiles ${listed(keys)} would run together on ${hostKey} and claim the same port ${port}`,
      remedy:
        "let one of them run at a time (the same exclusiveGroup, or conflictsWith), " +
        `or give ${last} another port, or place it on another host`,
      path: pathOf(["profiles", last, "ports"]),
    };
  });
};
