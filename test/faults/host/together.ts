import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "../../lab/lab-host";
import { must } from "../../proof/machine/must";

/** Within this time after the first operation the others of a run have reached its provider. */
const HAND_OVER_MS = 500;
const POLL_MS = 50;

/** From now on the host lets nobody in, however long that takes. */
export async function shutDoor(host: LabHost): Promise<void> {
  await must(host, "systemctl kill --signal=STOP --kill-whom=main ssh.service");
}

/**
 * Lets in whoever knocks, a moment after the first knock: a run's operations then go as one transaction, whatever else
 * this machine has to do.
 * @param isOver whether nobody will knock any more
 */
export async function openDoor(host: LabHost, isOver: () => boolean): Promise<void> {
  const knocks = "ss -Htn state established '( sport = :22 )' | grep -q .";
  while (!isOver() && (await host.run(knocks)).code !== 0) await sleep(POLL_MS);
  await sleep(HAND_OVER_MS);
  await must(host, "systemctl kill --signal=CONT --kill-whom=main ssh.service");
}
