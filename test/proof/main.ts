import { writeFileSync } from "node:fs";
import { Lab } from "../lab/lab";
import type { LabHost } from "../lab/lab-host";
import { must } from "./machine/must";
import { type ProofOptions, readOptions } from "./options";
import { type ControlReport, mutualReport, noneReport } from "./report/control-report";
import { type ProofReport, proofReport } from "./report/report";
import { controlLine, proofLines } from "./report/table";
import { type ProofSettings, runMutual, runNone, runProof } from "./run-proof";

const log = (line: string): void => void process.stderr.write(`proof: ${line}\n`);

/** Everything that the command finds out. */
interface Outcome {
  readonly proof?: ProofReport;
  readonly controls: readonly ControlReport[];
}

/** Proves on hosts of its own and prints. @returns the exit status: 1 when something is not as it has to be */
async function prove(options: ProofOptions): Promise<number> {
  const started = Date.now();
  const { seed, sets, boots, operations, json } = options;
  log(`seed ${seed}`);
  const lab = await Lab.up(options.hosts, { name: "proof", log });
  try {
    const [first] = lab.hosts;
    const systemd = first === undefined ? "" : (await must(first, "systemctl --version")).split("\n", 1)[0];
    const { proof, controls } = await outcomeOf(lab.hosts, options);
    const holds = (proof?.holds ?? true) && controls.every(({ fails }) => fails);
    const seconds = Math.round((Date.now() - started) / 1000);
    const report = {
      seed,
      systemd,
      hosts: options.hosts,
      sets,
      boots,
      operations,
      ...{ proof, controls, seconds, holds },
    };
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    if (typeof json === "string") writeFileSync(json, text);
    if (json === true) process.stdout.write(text);
    else {
      console.log(`${systemd}, ${options.hosts} hosts, ${boots} boots each, seed ${seed}, ${seconds} s\n`);
      console.log([...(proof ? [...proofLines(proof), ""] : []), ...controls.map(controlLine)].join("\n"));
    }
    return holds ? 0 : 1;
  } finally {
    await lab.down();
  }
}

async function outcomeOf(hosts: readonly LabHost[], options: ProofOptions): Promise<Outcome> {
  const settings: ProofSettings = { ...options, log };
  const { control } = options;
  const proof =
    control === undefined ? proofReport(await runProof(hosts, settings), options.operations) : undefined;
  const controls: ControlReport[] = [];
  if (control !== "none") {
    log("control: units that all name each other");
    controls.push(mutualReport(await runMutual(hosts, settings)));
  }
  if (control !== "mutual") {
    log("control: units that do not name each other");
    controls.push(noneReport(await runNone(hosts, settings)));
  }
  return { ...(proof === undefined ? {} : { proof }), controls };
}

prove(readOptions(process.argv.slice(2))).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
