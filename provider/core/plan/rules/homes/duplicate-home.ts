import { pathOf } from "../../../problem";
import { type HostRule, listed, sharing, subject } from "../rule";

/**
 * Two profiles of one host with one HERMES_HOME: each would write the other's `.env`, and Hermes keeps one process
 * id and one lock there. Also when they exclude each other, because the files are written whoever runs.
 */
export const duplicateHome: HostRule = ({ hostKey, gateways }) =>
  sharing(gateways, (gateway) => [gateway.spec.home]).map(([home, group]) => {
    const keys = group.map((gateway) => gateway.profileKey);
    const last = keys.at(-1) ?? "";
    return {
      code: "duplicate-home",
      severity: "error",
      subjects: keys.map((key) => subject(hostKey, key)),
      message: `the profiles ${listed(keys)} have the same home ${home} on ${hostKey}`,
      remedy: `give ${last} another home, or leave it out for the profile's own directory`,
      path: pathOf(["profiles", last, "home"]),
    };
  });
