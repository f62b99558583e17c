import { engineDriver } from "../../e2e/engine-driver";
import { makeProject } from "../../e2e/project";
import { until } from "../../e2e/until";
import { must } from "../../proof/machine/must";
import { type Act, BY_ITSELF, type Plan } from "../cells/plan";
import { STATE, UNITS } from "../host/small-disk";
import { unitOf, winnerOf } from "../stage/declare";
import type { Stage } from "../stage/stage";
import { readOnlyEtc, writableEtc } from "./disk-plans";
import { LEFT_AT } from "./step-plans";
import { strikes } from "./strike";

const TRANSACTIONS = "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*'";

/** What else a change can meet. */
export function circumstancePlans(): Plan[] {
  let secondWhileLocked: Promise<void> = Promise.resolve();
  return [
    plan("sudo-lost", {
      at: [{ step: "watch", act: on("mv /etc/sudoers.d/admin /root/sudoers-admin") }],
      lift: on("mv /root/sudoers-admin /etc/sudoers.d/admin"),
    }),
    clock("clock-a-day-ahead", "+1 day"),
    clock("clock-a-day-behind", "-1 day"),
    plan("drain-longer-than-the-window", { before: slowDrain, spoils: true }),
    secondStack("second-stack-while-armed", async () => {}),
    secondStack("second-stack-after-a-dead-worker", strikes.worker),
    plan("second-stack-while-locked", {
      at: [
        {
          // Before there is a record, which keeps others away as well.
          step: "stage",
          act: async (scene) => {
            secondWhileLocked = comeAndGo(scene.stage);
            secondWhileLocked.catch(() => undefined);
            await staysOut(scene.stage);
          },
        },
      ],
      lift: () => secondWhileLocked,
      spoils: true,
    }),
    plan("rollback-fails", {
      at: [
        {
          step: LEFT_AT,
          act: async (scene) => {
            await readOnlyEtc(scene);
            await strikes.worker(scene);
          },
        },
      ],
      lift: async (scene) => {
        await refuses(scene.stage);
        await writableEtc(scene);
      },
      liftsBeforeRest: true,
    }),
  ];
}

/** What a program is told, and what lies on the disk, is a day off; the machine's own clock is nobody's to set. */
function clock(row: string, shift: string): Plan {
  const touch = `find ${UNITS} ${STATE} -depth -exec touch -h -d '${shift}' {} + 2>/dev/null || true`;
  return plan(row, {
    before: on(
      `printf '#!/bin/sh\\nexec /usr/bin/date -d "${shift}" "$@"\\n' >/usr/local/sbin/date
       chmod 755 /usr/local/sbin/date; ${touch}`,
    ),
    at: [
      { step: "armed", act: on(touch) },
      { step: LEFT_AT, act: strikes.worker },
    ],
    lift: on("rm /usr/local/sbin/date"),
  });
}

/** The winner of before takes its time to end, as one does that finishes a turn. */
const slowDrain: Act = async ({ stage }) => {
  const winner = winnerOf(stage.generation);
  await must(
    stage.host,
    `printf 'STANDIN_DRAIN=8\\n' >>/home/hermes/.hermes/profiles/${winner}/.env
     systemctl restart ${unitOf(winner)}`,
  );
};

/** Another stack brings a gateway of its own to the host, from when the change is watched until it has succeeded. */
function secondStack(row: string, act: Act): Plan {
  let other: Promise<void> = Promise.resolve();
  return plan(row, {
    at: [
      {
        step: "watch",
        act: async (scene) => {
          other = comeAndGo(scene.stage);
          other.catch(() => undefined);
          await act(scene);
        },
      },
    ],
    lift: () => other,
  });
}

async function comeAndGo(stage: Stage): Promise<void> {
  const project = makeProject({
    name: "other",
    fleet: {
      hosts: { vm1: { connection: stage.connection } },
      defaults: { health: { healthyForSeconds: 1, deadlineSeconds: 6 } },
      profiles: { d: { env: { API_SERVER_PORT: "18791" } } },
    },
  });
  const pulumi = await engineDriver(project);
  try {
    for (const run of [await pulumi.up(), await pulumi.destroy()]) {
      if (run.exitCode !== 0) throw new Error(`the other stack did not succeed:\n${run.text}`);
    }
  } finally {
    await pulumi.close();
    project.remove();
  }
}

/** Whoever comes while the lock is held waits for it. @throws Error when it goes on instead */
async function staysOut({ host }: Stage): Promise<void> {
  await until(
    "the other stack's transaction has begun",
    async () => (await must(host, `${TRANSACTIONS} | wc -l`)).trim() === "2",
    60,
  );
  // At the step that holds the first one it would be held as well.
  const goesOn = async (): Promise<boolean> =>
    Number((await host.run(`grep -c '^stage ' ${STATE}/fault.reached`)).stdout) > 1;
  await until(
    "the other stack waits for the lock, or goes on without it",
    async () => (await goesOn()) || (await host.run("pgrep -f '^flock -w '")).code === 0,
    60,
  );
  if (await goesOn()) throw new Error("another stack went on while the lock was held");
}

async function refuses(stage: Stage): Promise<void> {
  const { exitCode, text } = await stage.pulumi.up();
  if (exitCode === 0 || !text.includes("[rollback-failed]"))
    throw new Error(`a change was not refused while putting back fails, exit status ${exitCode}:\n${text}`);
}

function on(script: string): Act {
  return async ({ stage }) => void (await must(stage.host, script));
}

function plan(row: string, rest: Partial<Plan>): Plan {
  return { id: row, row, column: BY_ITSELF, ...rest };
}
