import { pathOf } from "../../../problem";
import { managerOf } from "../../../units/unit-ref";
import type { GatewayPlan } from "../../fleet-plan";
import { type HostRule, subject } from "../rule";

/** Directives that start another unit together with this one. */
const STARTING = ["Requires", "Requisite", "BindsTo", "Wants", "Upholds", "PropagatesStopTo"] as const;

/**
 * A gateway that starts the one that it excludes: with `Wants=` chance decides, with `Requires=` systemd refuses the
 * start ("Transaction contains conflicting jobs").
 */
export const wantsExcluded: HostRule = ({ hostKey, gateways }) => {
  const placesOf = Map.groupBy(gateways.keys(), (place) => gateways[place]?.unitName ?? "");
  return gateways.flatMap((gateway) => {
    const started = startedBy(gateway);
    const places = [...started.keys()].flatMap((unit) => placesOf.get(unit) ?? []).sort((a, b) => a - b);
    return places.flatMap((place) => {
      const { profileKey: other = "", unitName: unit = "", spec } = gateways[place] ?? {};
      // what a gateway wants is looked for by its own manager
      if (spec === undefined || managerOf(spec) !== managerOf(gateway.spec)) return [];
      const option = started.get(unit);
      if (option === undefined || !gateway.neighbours.includes(other)) return [];
      return [
        {
          code: "wants-excluded" as const,
          severity: "error" as const,
          subjects: [gateway.profileKey, other].map((key) => subject(hostKey, key)),
          message: `${gateway.profileKey} starts ${unit} together with itself on ${hostKey}, and the two exclude each other`,
          remedy: `take ${unit} out of ${option.at(-1)} of ${gateway.profileKey}, or end the exclusion`,
          path: pathOf(["profiles", gateway.profileKey, ...option]),
        },
      ];
    });
  });
};

/** Units that a start of the gateway starts as well, with the option that says so. */
function startedBy({ spec }: GatewayPlan): Map<string, string[]> {
  const started = new Map<string, string[]>();
  for (const key of STARTING) {
    const values = spec.directives.Unit[key] ?? [];
    for (const unit of values.flatMap((value) => value.split(/\s+/))) {
      started.set(unit, ["directives", "Unit", key]);
    }
  }
  for (const unit of spec.wants) started.set(unit, ["wants"]);
  return started;
}
