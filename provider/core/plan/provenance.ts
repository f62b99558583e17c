import type { Exclusion } from "./exclusion";
import type { HostPlan } from "./fleet-plan";

/** Gives the reasons why two gateways of a host exclude each other, in the order of the host's exclusions. */
export function provenanceOf({ exclusions }: HostPlan): (a: string, b: string) => Exclusion[] {
  const byProfile = new Map<string, Set<Exclusion>>();
  for (const exclusion of exclusions) {
    for (const { profileKey } of exclusion.members) {
      const known = byProfile.get(profileKey);
      if (known === undefined) byProfile.set(profileKey, new Set([exclusion]));
      else known.add(exclusion);
    }
  }
  return (a, b) => {
    const ofB = byProfile.get(b);
    return [...(byProfile.get(a) ?? [])].filter((exclusion) => ofB?.has(exclusion) ?? false);
  };
}

/** Reasons in a sentence, each once: `port 8642 and the Telegram bot token`. */
export function reasonsText(exclusions: readonly Exclusion[]): string {
  return [...new Set(exclusions.map(({ what }) => what))].join(" and ");
}
