import { pathOf } from "../../../problem";
import { type HostRule, listed, sharing, subject } from "../rule";

/**
 * One unit name under the system's manager and under an account's: Hermes' own commands then act on the user's unit
 * whatever is meant, and `systemctl` shows the other one.
 */
export const unitInBothScopes: HostRule = ({ hostKey, gateways }) =>
  sharing(gateways, (gateway) => [gateway.unitName])
    .filter(([, group]) => new Set(group.map(({ spec }) => spec.scope)).size > 1)
    .map(([unitName, group]) => {
      const keys = group.map(({ profileKey }) => profileKey);
      const last = keys.at(-1) ?? "";
      return {
        code: "unit-in-both-scopes",
        severity: "error",
        subjects: keys.map((key) => subject(hostKey, key)),
        message: `the profiles ${listed(keys)} have a unit ${unitName} in system and in user scope on ${hostKey}, and Hermes' commands act on the latter alone`,
        remedy: `give ${last} another unitName, or leave unitName out, so that the profile's name decides`,
        path: pathOf(["profiles", last, "unitName"]),
      };
    });
