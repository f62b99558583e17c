import { pathOf } from "../../../problem";
import { managerOf } from "../../../units/unit-ref";
import { type HostRule, subject } from "../rule";

/** `after` or `wants` with a gateway that another manager runs: each manager knows its own units only. */
export const dependencyOnOtherScope: HostRule = ({ hostKey, gateways }) =>
  gateways.flatMap(({ profileKey, spec }) =>
    (["after", "wants"] as const).flatMap((option) =>
      spec[option].flatMap((unit, at) => {
        const named = gateways.filter(({ unitName }) => unitName === unit);
        const reached = named.some((other) => managerOf(other.spec) === managerOf(spec));
        const [other] = named;
        if (other === undefined || reached) return [];
        return [
          {
            code: "dependency-on-other-scope" as const,
            severity: "warning" as const,
            subjects: [profileKey, other.profileKey].map((key) => subject(hostKey, key)),
            message: `${option} of ${profileKey} names ${unit}, which another manager runs on ${hostKey}, so it has no effect`,
            remedy: `take it out, or give ${profileKey} and ${other.profileKey} the same scope`,
            path: pathOf(["profiles", profileKey, option, at]),
          },
        ];
      }),
    ),
  );
