import { type HostRule, listed, subject } from "../rule";
import { described, unitSubject } from "./foreign-unit";

/**
 * A gateway with the mark of this stack and fleet, of a profile that is not declared. A profile that was only just taken
 * out looks the same until the update, whose preview then shows a delete; without that delete the state does not know it.
 */
export const orphanedGateway: HostRule = ({ hostKey, outsiders, members }) =>
  outsiders.orphans.map(({ unit, of, meets }) => {
    const claims = meets.map(({ place, what }) => `${what}, as ${members[place]?.key} does`);
    const profile = of.slice(of.indexOf("/") + 1);
    return {
      code: "orphaned-gateway",
      severity: "warning",
      subjects: [
        unitSubject(hostKey, unit),
        ...meets.map(({ place }) => subject(hostKey, members[place]?.key ?? "")),
      ],
      message: `${hostKey} has ${described(unit)}, which this stack made for ${of}; no profile declares it${claims.length === 0 ? "" : `, and it claims ${listed(claims)}`}`,
      remedy: `nothing if this preview deletes ${of}; else the state does not know it: declare the profile ${profile} on ${hostKey} again with adopt: take-over and desired: stopped, run pulumi up, then take the profile out and run pulumi up`,
    };
  });
