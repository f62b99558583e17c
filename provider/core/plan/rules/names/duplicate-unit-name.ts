import { pathOf } from "../../../problem";
import { unitRef } from "../../../units/unit-ref";
import { type HostRule, listed, sharing, subject } from "../rule";

/** Two profiles of one host with one unit name under one manager: the later one would overwrite the file of the earlier. */
export const duplicateUnitName: HostRule = ({ hostKey, gateways }) =>
  sharing(gateways, ({ spec }) => [unitRef(spec)]).map(([, group]) => {
    const keys = group.map((gateway) => gateway.profileKey);
    const last = keys.at(-1) ?? "";
    return {
      code: "duplicate-unit-name",
      severity: "error",
      subjects: keys.map((key) => subject(hostKey, key)),
      message: `the profiles ${listed(keys)} have the same unit ${group[0]?.unitName} on ${hostKey}`,
      remedy: `give ${last} another unitName, or leave unitName out, so that the profile's name decides`,
      path: pathOf(["profiles", last, "unitName"]),
    };
  });
