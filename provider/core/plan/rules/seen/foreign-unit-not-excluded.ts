import type { HostRule } from "../rule";
import { described, unitSubject } from "./foreign-unit";

/** A gateway that no stack owns, which `foreign: exclude` asks to exclude and no directive can. */
export const foreignUnitNotExcluded: HostRule = ({ hostKey, outsiders, gateways }) =>
  gateways.length === 0
    ? []
    : outsiders.notExcluded.map(({ unit, why }) => ({
        code: "foreign-unit-not-excluded",
        severity: "error",
        subjects: [unitSubject(hostKey, unit)],
        message: `${described(unit)} on ${hostKey} cannot be excluded: ${why}`,
        remedy:
          "take it off the host (hermes gateway uninstall), or adopt it as a profile with that unitName",
        path: "foreign",
      }));
