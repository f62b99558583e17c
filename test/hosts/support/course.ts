import type { LabHost } from "../../lab/lab-host";
import { must } from "./inspect";

const FAULT = "/var/lib/hermes-fleet/fault";

/** From now on everybody writes down the steps that they come to, and whoever comes to this one waits there. */
export async function holdAt(host: LabHost, step: string): Promise<void> {
  await must(host, `rm -f ${FAULT}.reached && echo '${step} wait' >${FAULT}`);
}

/** Whoever waits goes on; steps are still written down. */
export async function letGo(host: LabHost): Promise<void> {
  await must(host, `echo - >${FAULT}`);
}

/**
 * Who was at work since {@link holdAt}, in the order of the host: `change` or `confirm` for each time that another
 * process goes on. What a confirm clears away once the change lasts is left out.
 */
export async function course(host: LabHost): Promise<string[]> {
  const text = await must(host, `grep -v '^confirm-' ${FAULT}.reached`);
  const steps = text.split("\n").map((line) => line.split(" "));
  return steps
    .filter(([, pid], place) => pid !== steps[place - 1]?.[1])
    .map(([step]) => (step === "confirm" ? "confirm" : "change"));
}
