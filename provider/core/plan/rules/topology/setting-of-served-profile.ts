import type { DetectedProfile } from "../../../detect/detect";
import type { Finding } from "../../../finding";
import { pathOf } from "../../../problem";
import { type HostRule, subject } from "../rule";

/** What a profile says of a unit that it does not have, and that the gateway which serves it says otherwise. */
export const settingOfServedProfile: HostRule = ({ hostKey, serving: { members, served } }) =>
  served.flatMap(({ profile, by }) => {
    const server = members[by];
    if (server === undefined) return [];
    return differing(profile, server).map(({ option, severity, remedy }): Finding => {
      const [own, theirs] = [textOf(profile, option), textOf(server, option)];
      return {
        code: "setting-of-served-profile",
        severity,
        subjects: [subject(hostKey, profile.key)],
        message: `${profile.key} has ${option} ${own}, and ${server.key}, whose gateway serves it on ${hostKey}, has ${theirs}`,
        remedy,
        path: pathOf(["profiles", profile.key, option]),
      };
    });
  });

type Option = "desired" | "scope" | "priority";

interface Difference {
  readonly option: Option;
  readonly severity: Finding["severity"];
  readonly remedy: string;
}

function differing(profile: DetectedProfile, server: DetectedProfile): Difference[] {
  const differs = (option: Option) => textOf(profile, option) !== textOf(server, option);
  const per = ", or set topology: per-profile";
  const found: Difference[] = [];
  if (profile.desired !== undefined && differs("desired"))
    found.push({
      option: "desired",
      severity: profile.desired === "running" ? "warning" : "error",
      remedy: `leave it out, or take ${profile.key} off the host${per}`,
    });
  if (differs("scope"))
    found.push({ option: "scope", severity: "warning", remedy: `write the scope of ${server.key}${per}` });
  if (differs("priority"))
    found.push({
      option: "priority",
      severity: "warning",
      remedy: `leave it out: the priority of ${server.key} counts for all that it serves`,
    });
  return found;
}

function textOf({ desired, unit, priority }: DetectedProfile, option: Option): string {
  if (option === "desired") return desired ?? "running by priority";
  return option === "scope" ? unit.scope : String(priority);
}
