import { declaredExclusions } from "../../declared-exclusions";
import { detectedExclusions } from "../../detected-exclusions";
import type { PlacedExclusion, PlacedMember } from "../../exclusion";
import { type HostRule, type HostScene, listed, subject } from "../rule";

/**
 * Profiles of one gateway that are to exclude each other, or that have one credential: they run at the same time, and
 * nothing can stop one of them alone.
 */
export const excludedInOneGateway: HostRule = (scene) => {
  const { members, served } = scene.serving;
  if (served.length === 0) return [];
  const all = [...members, ...served.map(({ profile }) => profile)];
  const serverOf = ({ place }: PlacedMember) => served[place - members.length]?.by ?? place;
  return [...declaredExclusions(all), ...detectedExclusions(all)]
    .filter(({ rule }) => rule !== "port")
    .flatMap((exclusion) =>
      [...Map.groupBy(exclusion.members, serverOf).values()].flatMap((group) => {
        if (group.length < 2) return [];
        const profiles = group.map(({ place }) => all[place]?.key ?? "");
        return [findingAbout(scene, exclusion, group, profiles)];
      }),
    );
};

function findingAbout(
  { hostKey }: HostScene,
  { rule, what }: PlacedExclusion,
  group: readonly PlacedMember[],
  profiles: readonly string[],
) {
  const path = group.findLast(({ declaredAt }) => declaredAt !== undefined)?.declaredAt;
  const declared = ["conflictsWith", "exclusiveGroup", "systemd_conflicts"].includes(rule);
  return {
    code: declared ? "exclusion-within-gateway" : "credential-within-gateway",
    severity: "error",
    subjects: profiles.map((key) => subject(hostKey, key)),
    message: declared
      ? `${listed(profiles)} exclude each other (${what}), and one gateway serves them at the same time on ${hostKey}`
      : `${listed(profiles)} share ${what}, and one gateway would use it for each of them at the same time on ${hostKey}`,
    remedy: declared
      ? `leave ${what} out, or set topology: per-profile`
      : "give each one of its own, or leave it out of all but one, or set topology: per-profile",
    ...(path === undefined ? {} : { path }),
  } as const;
}
