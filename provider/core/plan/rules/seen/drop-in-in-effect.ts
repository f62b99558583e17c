import { isSeen, type SeenDropIn } from "../../../facts/host-facts";
import { type HostRule, listed, subject } from "../rule";

/**
 * A drop-in that somebody else wrote and that applies to a gateway of the system manager: by its name, by a prefix of it
 * (systemd.unit(5): `hermes-.service.d`), or by its type (`service.d`, told of only where the administrator wrote it, as
 * distributions and containers bring some).
 */
export const dropInInEffect: HostRule = ({ hostKey, facts, gateways }) => {
  if (!isSeen(facts)) return [];
  return (facts.dropIns ?? []).flatMap((dropIn) => {
    const [, directory = "", file = ""] = /([^/]+)\.d\/([^/]+)$/.exec(dropIn.path) ?? [];
    if (file.includes("hermes-fleet")) return [];
    if (directory === "service" && !dropIn.path.startsWith("/etc/")) return [];
    const meant = gateways.filter(
      ({ unitName, spec }) => spec.scope === "system" && applies(directory, unitName),
    );
    if (meant.length === 0) return [];
    return [
      {
        code: "drop-in-in-effect",
        severity: "warning",
        subjects: meant.map(({ profileKey }) => subject(hostKey, profileKey)),
        message: `${dropIn.path} on ${hostKey} is in effect for ${listed(meant.map(({ unitName }) => unitName))}${setting(dropIn)}, and is no part of the plan`,
        remedy: "declare what it sets and remove it from the host, or keep it and accept this finding",
      },
    ];
  });
};

/** Whether a directory's name without `.d` is that of a unit, of a prefix that ends in a dash, or of its type. */
function applies(directory: string, unitName: string): boolean {
  if (directory === "service" || directory === unitName) return true;
  const prefix = directory.replace(/\.service$/, "");
  return directory.endsWith(".service") && prefix.endsWith("-") && unitName.startsWith(prefix);
}

function setting({ sets }: SeenDropIn): string {
  return sets.length === 0 ? "" : ` (it sets ${listed(sets)})`;
}
