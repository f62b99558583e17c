import { BY_ITSELF, type Plan } from "../cells/plan";
import type { Step } from "../steps/find-steps";
import { STRIKES, type Strike, strikes } from "./strike";

/**
 * How a change comes to a step: `change` is seen through, `failing` has a winner that ends by itself, in `left` the
 * worker dies after the hand-over has begun, in `boot` the power goes then.
 */
export const PATHS = ["change", "failing", "left", "boot"] as const;
/** One of them. */
export type Path = (typeof PATHS)[number];

/** Where a change is left by whoever carried it out, for what the guard does then. */
export const LEFT_AT = "start";

/** Up to here the script goes on by itself when its channel is gone; afterwards it matters who is left to confirm. */
const OUTLIVES_UNTIL = "watch";

/** The change that takes a path, with nothing else in its way. */
export function pathPlan(path: Path): Plan {
  const base = { id: path, row: path, column: BY_ITSELF };
  if (path === "failing") return { ...base, declared: { winnerEnds: true }, says: /\[gateway-failed\]/ };
  if (path === "left") return { ...base, at: [{ step: LEFT_AT, act: strikes.worker }] };
  if (path === "boot") return { ...base, at: [{ step: LEFT_AT, act: strikes.power }] };
  return base;
}

/**
 * Every cell that cuts a step. A step belongs to the first path that comes to it; what the guard does is cut both
 * after a dead worker and in a boot.
 * @param reached the steps that each path came to
 */
export function stepPlans(
  steps: readonly Step[],
  reached: Readonly<Record<Path, readonly string[]>>,
): Plan[] {
  const guards = new Set(steps.filter(({ part }) => part === "guard").map(({ name }) => name));
  return PATHS.flatMap((path) => {
    const own = [...new Set(reached[path])].filter((name) =>
      path === "left" || path === "boot"
        ? guards.has(name)
        : path === "change" || !reached.change.includes(name),
    );
    const watched = path === "change" ? own.indexOf(OUTLIVES_UNTIL) : -1;
    return own.flatMap((name, place) =>
      strikesOn(path).map((strike) => stepPlan(path, name, strike, place <= watched)),
    );
  });
}

/** Steps that only another kind of change comes to, and the test on real machines that cuts such a change there. */
export const CUT_BY_TESTS: Readonly<Record<string, string>> = {
  "guard-move": "test/hosts/guard-rename.test.ts",
};

/** Steps that no path comes to and no other test cuts: a hole in the sweep. */
export function unreached(
  steps: readonly Step[],
  reached: Readonly<Record<Path, readonly string[]>>,
): string[] {
  const names = new Set(PATHS.flatMap((path) => reached[path]));
  return steps
    .map(({ name }) => name)
    .filter((name) => !names.has(name) && !Object.hasOwn(CUT_BY_TESTS, name));
}

/** Once nobody but the host itself is at work there is neither a connection nor a provider to cut. */
function strikesOn(path: Path): readonly Strike[] {
  return path === "left" || path === "boot" ? ["worker", "power"] : STRIKES;
}

function stepPlan(path: Path, step: string, strike: Strike, outlives: boolean): Plan {
  const { says: _, ...plan } = pathPlan(path);
  const row = path === "change" ? step : `${path}/${step}`;
  return {
    ...plan,
    id: `${row}:${strike}`,
    row,
    column: strike,
    at: [...(plan.at ?? []), { step, act: strikes[strike] }],
    ...(outlives && (strike === "connection" || strike === "provider") && { leadsTo: "new" as const }),
  };
}
