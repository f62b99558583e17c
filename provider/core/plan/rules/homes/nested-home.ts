import { pathOf } from "../../../problem";
import { type HostRule, subject } from "../rule";

/**
 * A home inside another one, anywhere but below `profiles`, where Hermes keeps them itself: what is written there
 * for one profile is the other's own data, and goes with it when it is deleted.
 */
export const nestedHome: HostRule = ({ hostKey, gateways }) => {
  const byHome = new Map(gateways.map((gateway) => [gateway.spec.home, gateway]));
  return gateways.flatMap((inner) => {
    const outer = above(inner.spec.home).flatMap((path) => byHome.get(path) ?? [])[0];
    if (outer === undefined) return [];
    const rest = inner.spec.home.slice(outer.spec.home.length).replace(/^\//, "").split("/");
    if (rest.length === 2 && rest[0] === "profiles") return [];
    return [
      {
        code: "nested-home",
        severity: "error",
        subjects: [outer, inner].map(({ profileKey }) => subject(hostKey, profileKey)),
        message: `the home of ${inner.profileKey}, ${inner.spec.home}, lies inside the home of ${outer.profileKey}, ${outer.spec.home}, on ${hostKey}`,
        remedy: `move it out, or to ${outer.spec.home}/profiles/${inner.profileKey}, where Hermes keeps profiles`,
        path: pathOf(["profiles", inner.profileKey, "home"]),
      },
    ];
  });
};

/** The directories above a path, nearest first. */
function above(path: string): string[] {
  const found: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
    found.push(path.slice(0, at));
  return found;
}
