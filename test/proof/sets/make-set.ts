import { explainPlan } from "../../../provider/core/plan/explain-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";
import type { DrawnSet } from "./draw";
import type { ProofKind, ProofMember, ProofSet } from "./proof-set";
import { type Wiring, wire } from "./wiring";

/** What the gateways of a set are like, whoever excludes whom. */
export interface SetSettings {
  /** Seconds until systemd starts a gateway again that has ended by itself. */
  readonly restartSec: number;
  /** Seconds from a signal to a gateway's end. */
  readonly drainSeconds: number;
}

/** Where a gateway's program is not. */
const NOWHERE = "/opt/hermes-missing/bin/hermes";

/**
 * Plans a drawn set with the planner.
 * @param number tells its names and ports from those of other sets, from 0
 * @param missing place of the gateway whose program is not on the machine
 */
export function makeSet(
  kind: ProofKind,
  drawn: DrawnSet,
  number: number,
  { restartSec, drainSeconds }: SetSettings,
  missing?: number,
): ProofSet {
  const name = `s${String(number).padStart(2, "0")}`;
  const wiring = wire(drawn, name, number);
  const { fleet, problems } = parseFleet({
    exclusion: drawn.everybody ? "all" : "detected",
    hosts: { vm: { connection: { host: "vm" } } },
    defaults: { restartSec, environment: { STANDIN_DRAIN: String(drainSeconds) } },
    profiles: Object.fromEntries(
      wiring.map((wired, place) => [
        wired.profileKey,
        { ...profileOf(drawn, wiring, place), ...(place === missing ? { executable: NOWHERE } : {}) },
      ]),
    ),
  });
  if (fleet === undefined) throw new Error(`${name}: ${problems.map(({ message }) => message).join("; ")}`);
  const plan = planFleet(fleet);
  const planned = new Map(plan.hosts[0]?.gateways.map((gateway) => [gateway.profileKey, gateway]));
  const decides = kind === "planned" || kind === "missing";
  const members = wiring.map((wired, place): ProofMember & { priority: number } => {
    const gateway = planned.get(wired.profileKey);
    const { enabled = false, priority = 0 } = drawn.members[place] ?? {};
    if (gateway === undefined) throw new Error(`${name}: ${wired.profileKey} is not in the plan`);
    return {
      ...wired,
      priority,
      unitName: gateway.unitName,
      gateway,
      enabled: decides ? gateway.boot === "enabled" : enabled,
      missing: place === missing,
    };
  });
  // names ascend with places, and a sort is stable
  members.sort((a, b) => b.priority - a.priority);
  return { name, kind, members, explanation: explainPlan(plan) };
}

function profileOf({ members, pairs, group }: DrawnSet, wiring: readonly Wiring[], place: number) {
  const { priority = 0, desired } = members[place] ?? {};
  const named = pairs.flatMap(({ places: [first, second], by }) => {
    if (place === first && (by === "first" || by === "both")) return [wiring[second]?.profileKey ?? ""];
    if (place === second && (by === "second" || by === "both")) return [wiring[first]?.profileKey ?? ""];
    return [];
  });
  const declared = pairs.flatMap(({ places, by }) => {
    const other = places.find((one) => one !== place);
    const port = by === "port" && places.includes(place) ? wiring[place]?.shared.get(other ?? -1) : undefined;
    return port === undefined ? [] : [port];
  });
  return {
    priority,
    conflictsWith: named,
    ports: declared,
    environment: { STANDIN_PORTS: (wiring[place]?.ports ?? []).join(" ") },
    ...(desired === undefined ? {} : { desired }),
    ...(group.length > 1 && group.includes(place) ? { exclusiveGroup: "one" } : {}),
  };
}
