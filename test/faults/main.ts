import { writeFileSync } from "node:fs";
import { Lab } from "../lab/lab";
import { type FaultOptions, isAsked, readOptions } from "./options";
import { matrixPage } from "./report/matrix";
import { reportHolds } from "./report/report";
import { resumed } from "./report/resume";
import { summaryLines } from "./report/summary";
import { runFaults } from "./run-faults";
import { scriptDigest } from "./steps/find-steps";

const log = (line: string): void => void process.stderr.write(`faults: ${line}\n`);

/** Sweeps on hosts of its own and prints. @returns the exit status: 1 when something is not as it has to be */
async function sweep(options: FaultOptions): Promise<number> {
  const { seed, json, only, controls, matrix, sample } = options;
  log(`seed ${seed}`);
  const file = typeof json === "string" ? json : undefined;
  const lab = await Lab.up(options.hosts, { name: `faults${process.pid}-`, log });
  try {
    const report = await runFaults(lab, {
      ...{ seed, controls, log },
      ...(sample === undefined ? {} : { sample }),
      isAsked: (plan) => isAsked(plan, only),
      done: resumed(options.resume, scriptDigest()),
      onReport: (known) => file && writeFileSync(file, `${JSON.stringify(known, undefined, 2)}\n`),
    });
    const text = `${JSON.stringify(report, undefined, 2)}\n`;
    if (file) writeFileSync(file, text);
    if (json === true) process.stdout.write(text);
    else console.log(summaryLines(report).join("\n"));
    if (matrix) writeFileSync(matrix, matrixPage(report));
    return reportHolds(report) ? 0 : 1;
  } finally {
    await lab.down();
  }
}

sweep(readOptions(process.argv.slice(2))).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
