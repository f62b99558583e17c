import type { RunResult } from "../../e2e/driver";
import { hold, reachedOn, release, waitForStep } from "../host/hold";
import { type Look, look } from "../host/look";
import { openOn, type Quiet, waitUntilQuiet } from "../host/quiet";
import { Sampler, type Samples } from "../host/sampler";
import { openDoor, shutDoor } from "../host/together";
import { type Frame, judgeLook, judgeRest, standingOf } from "../judge/judge-look";
import { judgeSamples } from "../judge/judge-samples";
import { judgeState } from "../judge/judge-state";
import { GROUP, SECRET, winnerOf } from "../stage/declare";
import type { Stage } from "../stage/stage";
import { BY_ITSELF, type Plan } from "./plan";
import type { CellResult } from "./result";

/** Beyond the moment at which the host puts itself back. */
const GRACE_SECONDS = 10;
/** The longest that a host may be at work after a change was cut; every budget of the fleet is far shorter. */
const REST_SECONDS = 200;
const LINES = 40;

/** How a cell begins to say that it was none. */
export const MISSED = "nobody came to the step";

/** What was seen of a change that was cut. */
interface Course {
  readonly run: RunResult;
  readonly rest: Quiet;
  readonly seen: Look;
  readonly samples: readonly Samples[];
  readonly steps: readonly string[];
  /** When the fault was over, in seconds of uptime. */
  readonly struckAt: number;
  readonly missed: readonly string[];
}

/** Carries out one cell on a host that has a generation, and leaves it with the next one, or broken. */
export async function runCell(stage: Stage, plan: Plan): Promise<CellResult> {
  const { host } = stage;
  const { restSeconds = REST_SECONDS } = plan;
  await plan.before?.(sceneOf(stage));
  const before = await look(host);
  const old = stage.generation;
  stage.declare(old + 1, plan.declared);
  const course = await cut(stage, plan);

  stage.declare(old + 1);
  const again = await stage.pulumi.up();
  const end = await waitUntilQuiet(host, restSeconds);
  const after = await look(host);
  const frame: Frame = { before, after, winners: { old: winnerOf(old), new: winnerOf(old + 1) } };
  const { run, rest, seen, samples, struckAt } = course;
  const by = Math.max(rest.deadline, struckAt) + GRACE_SECONDS;
  const verdict = judgeSamples(samples, { by });
  const standing = standingOf(seen, GROUP, frame);
  const faults = [
    ...course.missed,
    ...(rest.quiet ? [] : [`not at rest after ${restSeconds} s: ${rest.open.join(", ")}`]),
    // Nobody could take it away who was there before the power went: the guard comes with a machine's first change.
    ...judgeLook(old === 0 && plan.column === "power" ? { ...seen, left: [] } : seen, frame),
    ...verdict.faults,
    ...(run.exitCode === 0 && standing !== "new"
      ? [`the change said that it succeeded, and the files are ${standing}`]
      : []),
    ...[run, again]
      .filter(({ text, log }) => `${text}${log}`.includes(SECRET))
      .map(() => "a secret stands in what Pulumi printed"),
    ...(plan.untouched && verdict.nobodySeconds > 0
      ? [`nothing was begun, and yet neither a nor b ran for ${verdict.nobodySeconds} s`]
      : []),
    ...(plan.leadsTo === undefined || plan.leadsTo === standing
      ? []
      : [`the files are ${standing} and have to be ${plan.leadsTo}`]),
    ...(plan.says === undefined || plan.says.test(run.text) ? [] : [`the change does not say ${plan.says}`]),
    ...(again.exitCode === 0 ? [] : [`run again, the change ended with ${again.exitCode}`]),
    ...(end.quiet ? [] : [`run again, not at rest: ${end.open.join(", ")}`]),
    ...[...judgeEnd(after, frame), ...judgeState(await stage.pulumi.exportState(), after)].map(
      (fault) => `run again: ${fault}`,
    ),
  ];
  await release(host);
  return {
    id: plan.id,
    row: plan.row,
    column: plan.column,
    standing,
    succeeded: run.exitCode === 0,
    nobodySeconds: verdict.nobodySeconds,
    restSeconds: Math.max(0, Math.round((rest.now - struckAt) * 10) / 10),
    looks: verdict.looks,
    longestPauseMs: verdict.longestPauseMs,
    steps: course.steps,
    faults,
    ...(faults.length > 0 && {
      said: [...said("change", run), ...said("again", again), ...(await journal(stage))],
    }),
  };
}

/** The change with what comes between, until the host is at rest. */
async function cut(stage: Stage, plan: Plan): Promise<Course> {
  const { host } = stage;
  const sampler = new Sampler(host);
  const places = plan.at ?? [];
  const missed: string[] = [];
  const bootedAgain = () => sampler.start();
  await release(host);
  await hold(host, ...places.slice(0, 1).map(({ step }) => step));
  sampler.start();
  await shutDoor(host);
  let isOver = false;
  const running = stage.pulumi.up().finally(() => {
    isOver = true;
  });
  // Whatever the acts throw, the run is waited for.
  running.catch(() => undefined);
  await openDoor(host, () => isOver);
  let [count, strayed] = [0, false];
  for (const [place, { step, act }] of places.entries()) {
    // Behind the first place nobody's end of the run says that the host is done.
    const reached = await waitForStep(host, step, count, () => place === 0 && isOver);
    if (reached === undefined) {
      missed.push(`${MISSED} ${step}`);
      strayed = true;
      break;
    }
    const next = places[place + 1]?.step;
    const rest = await look(host);
    missed.push(...rest.readable.map((path) => `at ${step} another account can read ${path}`));
    count = (await reachedOn(host)).length;
    if (next !== undefined) await hold(host, step, next);
    // A finding of an act is one of the cell; whoever is held goes on all the same.
    await act({ stage, pid: reached.pid, bootedAgain }).catch((error: Error) =>
      missed.push(`at ${step}: ${error.message}`),
    );
    await hold(host, ...(next === undefined ? [] : [next]));
  }
  if (strayed) await hold(host);
  await host.boot();
  const struck = await openOn(host);
  let struckAt = struck.now;
  const run = await running;
  if (plan.liftsBeforeRest) {
    await plan.lift?.(sceneOf(stage)).catch((error: Error) => missed.push(`afterwards: ${error.message}`));
    struckAt = await uptimeOf(stage);
  }
  const rest = await waitUntilQuiet(host, plan.restSeconds ?? REST_SECONDS);
  if (!plan.liftsBeforeRest)
    await plan.lift?.(sceneOf(stage)).catch((error: Error) => missed.push(`afterwards: ${error.message}`));
  // Whoever is cut off from a host that lives has until the host puts itself back; a dead worker and a boot do not wait.
  const deadline = plan.column === BY_ITSELF ? Math.max(struck.deadline, rest.deadline) : rest.deadline;
  const steps = (await reachedOn(host)).map(({ step }) => step);
  const seen = await look(host);
  return { run, rest: { ...rest, deadline }, seen, samples: await sampler.stop(), steps, struckAt, missed };
}

/** After the change was run again everything is new. */
function judgeEnd(after: Look, frame: Frame): string[] {
  const { before, winners } = frame;
  const wanted = [winners.new, "c"].sort().join(" and ");
  const unchanged = [...GROUP, "c" as const].filter((name) => after.files[name] === before.files[name]);
  return [
    ...unchanged.map((name) => `the unit of ${name} is the old one`),
    ...(after.runs.join(" and ") === wanted
      ? []
      : [`${after.runs.join(" and ") || "nobody"} runs, not ${wanted}`]),
    ...(after.linked.join(" and ") === wanted
      ? []
      : [`a boot starts ${after.linked.join(" and ") || "nobody"}, not ${wanted}`]),
    ...judgeRest(after),
  ];
}

function sceneOf(stage: Stage) {
  return { stage, pid: 0, bootedAgain: () => {} };
}

async function uptimeOf({ host }: Stage): Promise<number> {
  const { stdout } = await host.run("cut -d' ' -f1 /proc/uptime");
  return Number(stdout);
}

function said(what: string, { exitCode, text }: RunResult): string[] {
  const lines = text.trimEnd().split("\n").slice(-LINES);
  return [`${what} ended with ${exitCode}:`, ...lines.map((line) => `  ${line}`)];
}

async function journal({ host }: Stage): Promise<string[]> {
  const { stdout } = await host.run(
    `journalctl -b -o short-monotonic --no-pager -q -n ${LINES} -u 'hermes-*' || true`,
  );
  return stdout.trimEnd().split("\n");
}
