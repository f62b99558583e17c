import { pathOf } from "../../../problem";
import { type HostRule, listed, subject } from "../rule";

/** A gateway that is declared `running` and takes the place of one with a higher priority. */
export const desiredOverPriority: HostRule = ({ hostKey, gateways }) => {
  const placeOf = new Map(gateways.map(({ profileKey }, place) => [profileKey, place]));
  return gateways.flatMap(({ profileKey, standbyBecause }, place) => {
    const lower = standbyBecause.filter((key) => (placeOf.get(key) ?? 0) > place);
    const last = lower.at(-1);
    if (last === undefined || lower.length < standbyBecause.length) return [];
    return [
      {
        code: "desired-over-priority",
        severity: "warning",
        subjects: [profileKey, ...lower].map((key) => subject(hostKey, key)),
        message: `${profileKey} stands higher on ${hostKey}, but waits because ${listed(lower)} is declared running`,
        remedy: "keep it while that is meant; for good, change the priorities and leave desired out",
        path: pathOf(["profiles", last, "desired"]),
      },
    ];
  });
};
