import { checkRuns, type GatewayRuns, parseRuns, runsText } from "../../core/spec/gateway-runs";
import type { GatewaySpec } from "../../core/spec/gateway-spec";
import { HostError } from "../../host/host-error.js";
import type { AccountPaths } from "../../host/transaction/operation.js";
import { plain } from "../equal.js";
import type { GatewayInputs } from "./properties.js";
import { type UnitFacts, unitFacts } from "./unit-facts.js";

type Held = Pick<GatewayInputs, "hostKey" | "profileKey" | "unit" | "scope" | "user" | "claims" | "runs">;

/** What a declared gateway runs as, of the text that was rendered for it and no other one. */
export function declaredRuns(spec: GatewaySpec, rendered: string): string {
  const { scope, user, home, executable } = spec;
  const facts = unitFacts({ unit: rendered, ...(scope === "user" ? { scope, user } : {}) });
  return runsText(asRuns(facts, { user, home, executable }));
}

/**
 * What the state has of what was declared. An older state has none of it: then it comes from the text of the unit, which
 * a refresh may have read from the host, and so keeps the rules of a declaration, and its home is the claimed one.
 * @throws HostError `state-unusable` when it does not
 */
export function runsOf(inputs: Held): GatewayRuns {
  const { problems, runs } =
    inputs.runs === undefined ? checkRuns(derivedRuns(inputs)) : parseRuns(inputs.runs);
  if (problems) throw unusable(inputs, `no declaration could have its ${problems.join(", ")}`);
  if (inputs.runs === undefined && !claimsHome(inputs, runs.home)) {
    throw unusable(inputs, "the home in the unit is not the home that the profile claims");
  }
  return runs;
}

/** The same as the state has it. @throws HostError as {@link runsOf} */
export function heldRuns(inputs: Held): string {
  return runsText(runsOf(inputs));
}

function derivedRuns({ unit, scope, user }: Held): GatewayRuns {
  const facts = unitFacts({ unit, ...(scope ? { scope } : {}), ...(user === undefined ? {} : { user }) });
  return asRuns(facts, facts.paths);
}

function asRuns(facts: UnitFacts, paths: AccountPaths): GatewayRuns {
  const { conflicts, excludes, locks, links, stopSeconds, killSignal, starts } = facts;
  return plain({
    user: paths.user,
    home: paths.home,
    executable: paths.executable,
    conflicts: conflicts.length > 0 ? [...conflicts] : undefined,
    excludes: excludes.length > 0 ? [...excludes] : undefined,
    locks: locks.length > 0 ? [...locks] : undefined,
    links: [...links],
    stopSeconds,
    killSignal,
    ...starts,
  }) as GatewayRuns;
}

/** A state without any claim of a home cannot say. */
function claimsHome({ claims }: Held, home: string): boolean {
  const claimed = claims.filter((claim) => claim.startsWith("home "));
  return claimed.length === 0 || claimed.includes(`home ${home}`);
}

function unusable({ hostKey, profileKey }: Held, why: string): HostError {
  return new HostError("state-unusable", {
    host: hostKey,
    message: `the state of ${profileKey} cannot be worked with: a refresh recorded a unit that is not ours any more, and ${why}\n  now: nothing was changed`,
    remedy:
      "look at the unit on the host, and at who may have changed it; then `pulumi state delete` of this gateway and `pulumi up`: the create takes over what has this stack's own mark",
  });
}
