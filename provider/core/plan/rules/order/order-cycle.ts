import { pathOf } from "../../../problem";
import { unitRef } from "../../../units/unit-ref";
import type { GatewayPlan } from "../../fleet-plan";
import { type HostRule, listed, subject } from "../rule";
import { cyclesOf } from "./cycles-of";

/**
 * Gateways of one host whose order contradicts itself: `after` one way, and the exclusion (who stands higher comes
 * first) or another `after` the other way. systemd breaks such a circle by leaving a start out, whichever it likes.
 */
export const orderCycle: HostRule = ({ hostKey, gateways }) => {
  const placeOf = new Map(gateways.map(({ spec }, place) => [unitRef(spec), place]));
  const placeBeside = ({ spec }: GatewayPlan, unitName: string) =>
    placeOf.get(unitRef({ ...spec, unitName }));
  const afters = gateways.flatMap((one, place) =>
    one.spec.after.flatMap((unit) => {
      const first = placeBeside(one, unit);
      return first === undefined ? [] : [{ first, place }];
    }),
  );
  // the exclusions alone go from higher to lower and never back
  if (afters.length === 0) return [];
  const earlier = gateways.map((one) => one.spec.conflicts.flatMap((unit) => placeBeside(one, unit) ?? []));
  for (const { first, place } of afters) earlier[first]?.push(place);
  const declared = new Set(afters.map(({ first, place }) => `${first} ${place}`));
  return cyclesOf(earlier).map((cycle) => {
    const keyAt = (place: number) => gateways[place]?.profileKey ?? "";
    const steps = cycle.map((place, i) => {
      const next = cycle[(i + 1) % cycle.length] ?? place;
      const why = declared.has(`${place} ${next}`) ? `after of ${keyAt(next)}` : "exclusion";
      return { place, next, why, text: `${keyAt(place)} before ${keyAt(next)} (${why})` };
    });
    const option = steps.find(({ why }) => why !== "exclusion");
    return {
      code: "order-cycle",
      severity: "error",
      subjects: cycle.map((place) => subject(hostKey, keyAt(place))),
      message: `the order of gateways on ${hostKey} contradicts itself: ${steps.map(({ text }) => text).join(", ")}`,
      remedy: `take one step out of the circle: leave out an after, or change the priorities of ${listed(cycle.map(keyAt))}`,
      ...(option === undefined ? {} : { path: pathOf(["profiles", keyAt(option.next), "after"]) }),
    };
  });
};
