import type { LabHost } from "../../lab/lab-host";
import { look } from "./look";

/**
 * Switches a host off and on again.
 * @param before the boot before this one, as a look has it
 * @throws Error when it was not off, or is in the same boot still: no such boot counts
 */
export async function nextBoot(host: LabHost, before: string): Promise<void> {
  await host.poweroff();
  if (host.isUp()) throw new Error(`${host.name} did not switch itself off`);
  await host.boot();
  const { boot } = await look(host);
  if (boot === before) throw new Error(`${host.name} is still in the boot ${before}`);
}
