import { must } from "../../proof/machine/must";
import { hold, reachedOn, release, waitForStep } from "../host/hold";
import { openDoor, shutDoor } from "../host/together";
import type { Stage } from "../stage/stage";
import { judgeOrder } from "./judge-order";
import { readTrace } from "./read-trace";

const CALLS = "fsync,fdatasync,sync,syncfs,rename,renameat,renameat2,execve";
/** Where the worker and the confirm are before anything of theirs has to last. */
const PLACES = ["stage", "confirm"] as const;

/** Traces one change on a host of its own, from before it writes until it is confirmed. @returns what is out of order */
export async function traceOrder(stage: Stage): Promise<string[]> {
  const { host } = stage;
  await stage.renew();
  stage.declare(stage.generation + 1);
  await release(host);
  await hold(host, ...PLACES);
  await shutDoor(host);
  let isOver = false;
  const run = stage.pulumi.up().finally(() => {
    isOver = true;
  });
  run.catch(() => undefined);
  await openDoor(host, () => isOver);
  for (const [place, step] of PLACES.entries()) {
    const reached = await waitForStep(host, step, 0, () => isOver);
    if (reached === undefined) break;
    await must(
      host,
      `systemd-run --quiet --unit=trace-${step} strace -f -y -s 400 -o /run/trace.${step} -e trace=${CALLS} -p ${reached.pid}
       n=0; until grep -q '^TracerPid:.*[1-9]' /proc/${reached.pid}/status; do
         sleep 0.05; n=$((n + 1)); [ "$n" -lt 400 ] || { journalctl -u trace-${step} -o cat >&2; exit 1; }
       done`,
    );
    await hold(host, ...PLACES.slice(place + 1));
  }
  const { exitCode, text } = await run;
  const came = (await reachedOn(host)).map(({ step }) => step);
  await release(host);
  if (exitCode !== 0)
    throw new Error(`the traced change ended with ${exitCode} (${came.join(" ")}):\n${text}`);
  const [worker = [], confirm = []] = await Promise.all(
    PLACES.map(async (step) => readTrace(await must(host, `cat /run/trace.${step}`))),
  );
  return judgeOrder(worker, confirm);
}
