import { Lab } from "../../lab/lab";
import { CONTRACT } from "./cases";
import type { StepResult } from "./contract-case";
import { writeGolden } from "./golden";
import { realContractHost } from "./hosts";
import { runCase } from "./run-case";

/** Records what a real systemd 252 does: `node dist/test/embedded/contract/record.js`, as root. */
async function record(): Promise<void> {
  const lab = await Lab.up(1, { name: "contract" });
  try {
    const [machine] = lab.hosts;
    if (!machine) throw new Error("the lab has no host");
    const host = realContractHost(machine);
    const golden: Record<string, StepResult[]> = {};
    for (const contract of CONTRACT) {
      golden[contract.name] = await runCase(host, contract);
      process.stderr.write(`recorded: ${contract.name}\n`);
    }
    writeGolden(golden);
  } finally {
    await lab.down();
  }
}

void record();
