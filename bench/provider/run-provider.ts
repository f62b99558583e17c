import type { Lab } from "../../test/lab/lab";
import { benchFleet } from "../fleet";
import { checkHosts } from "../hosts";
import type { TimedProject, Timing } from "./timed-project";

/** The rows of one pass: each with the run that it times. */
export const PROVIDER_ROWS = ["create", "noop", "refresh", "change", "delete"] as const;
export type ProviderRow = (typeof PROVIDER_ROWS)[number];

/** The rows in which Pulumi saves its state before and after every operation. */
export const PACED_ROWS = ["create", "change", "delete"] as const;
export type PacedRow = (typeof PACED_ROWS)[number];

/** From empty hosts to empty hosts, with the health window off. Every row's end state is looked at apart. */
export async function runProvider(
  lab: Lab,
  timed: TimedProject,
  parallel: number,
): Promise<Record<ProviderRow, Timing>> {
  const [plain, changed] = [benchFleet(lab), benchFleet(lab, { changed: true })];
  const create = await timed.up(plain, { parallel });
  await checkHosts(lab, "created");
  const noop = await timed.up(plain, { parallel });
  const refresh = await timed.up(plain, { parallel, refresh: true });
  await checkHosts(lab, "created");
  const change = await timed.up(changed, { parallel });
  await checkHosts(lab, "changed");
  const remove = await timed.destroy({ parallel });
  await checkHosts(lab, "deleted");
  return { create, noop, refresh, change, delete: remove };
}

/** The same changes with a provider that answers at once: what Pulumi needs to hand them over. */
export async function runIdle(
  lab: Lab,
  idle: TimedProject,
  parallel: number,
): Promise<Record<PacedRow, Timing>> {
  const create = await idle.up(benchFleet(lab), { parallel });
  const change = await idle.up(benchFleet(lab, { changed: true }), { parallel });
  return { create, change, delete: await idle.destroy({ parallel }) };
}

/** A create with the default health window, from empty hosts to empty hosts. */
export async function runWithWindow(lab: Lab, timed: TimedProject, parallel: number): Promise<Timing> {
  const create = await timed.up(benchFleet(lab, { window: true }), { parallel });
  await checkHosts(lab, "created");
  await timed.destroy({ parallel });
  await checkHosts(lab, "deleted");
  return create;
}
