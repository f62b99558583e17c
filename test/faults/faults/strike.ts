import { setTimeout as sleep } from "node:timers/promises";
import { providerProcesses } from "../../e2e/support/processes";
import { must } from "../../proof/machine/must";
import type { Act } from "../cells/plan";

/** What is done at every step. */
export const STRIKES = ["connection", "provider", "worker", "power"] as const;
/** One of them. */
export type Strike = (typeof STRIKES)[number];

/** The faults as acts. */
export const strikes: Readonly<Record<Strike, Act>> = {
  // All of sshd that belongs to the login; what it had started is told by SIGHUP, or only by a pipe without a reader.
  connection: async ({ stage }) => void (await must(stage.host, "pkill -KILL -f '^sshd: admin' || true")),

  provider: async ({ stage }) => {
    for (const pid of await providerProcesses(stage.project.dir)) process.kill(pid, "SIGKILL");
    while ((await providerProcesses(stage.project.dir)).length > 0) await sleep(20);
  },

  worker: async ({ stage, pid }) => void (await must(stage.host, `kill -KILL ${pid}`)),

  power: async ({ stage, bootedAgain }) => {
    await stage.host.kill();
    void stage.host.boot().catch(() => undefined);
    await upAgain(stage.host);
    bootedAgain();
  },
};

/** Until commands can run on the host again; its boot may still be going on. */
async function upAgain(host: {
  run(script: string): Promise<{ code: number }>;
  isUp(): boolean;
}): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (host.isUp() && (await host.run("test -S /run/systemd/private").catch(() => ({ code: 1 }))).code === 0)
      return;
    await sleep(25);
  }
  throw new Error("the host did not come up again within 60 s");
}
