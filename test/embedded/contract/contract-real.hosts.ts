import { expect } from "chai";
import { Lab } from "../../lab/lab";
import { startEmbeddedHost } from "../embedded-host";
import { CONTRACT } from "./cases";
import { differences } from "./compare";
import type { StepResult } from "./contract-case";
import { type Golden, writeGolden } from "./golden";
import { embeddedContractHost, realContractHost } from "./hosts";
import { runAll } from "./run-all";

/**
 * Registers mocha tests that run every case on real machines and on embedded hosts, and compare. Needs root.
 * With `HERMES_FLEET_RECORD_CONTRACT=1` the real machines' results become the recording that the tests without root
 * compare with.
 */
export function contractOnRealHosts(): void {
  let lab: Lab;
  let real: Map<string, Promise<StepResult[]>>;
  let embedded: Map<string, Promise<StepResult[]>>;

  before(async () => {
    lab = await Lab.up(MACHINES, { name: "contract" });
    real = runAll(CONTRACT, MACHINES, async (number) => {
      const machine = lab.hosts[number];
      if (!machine) throw new Error(`the lab has no host ${number + 1}`);
      return { host: realContractHost(machine), release: async () => undefined };
    });
    embedded = runAll(CONTRACT, MACHINES, async () => {
      const host = await startEmbeddedHost();
      return { host: embeddedContractHost(host), release: () => host.stop() };
    });
  });

  after(async () => {
    if (process.env.HERMES_FLEET_RECORD_CONTRACT === "1") writeGolden(await settled(real));
    await lab?.down();
  });

  for (const { name } of CONTRACT) {
    it(name, async () => {
      const [expected, found] = await Promise.all([real.get(name), embedded.get(name)]);
      expect(differences(expected ?? [], found ?? [])).to.equal("");
    });
  }
}

const MACHINES = 2;

async function settled(results: Map<string, Promise<StepResult[]>>): Promise<Golden> {
  const found: Record<string, StepResult[]> = {};
  for (const [name, result] of results) found[name] = await result;
  return found;
}
