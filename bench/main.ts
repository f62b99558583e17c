import { findCli } from "../test/e2e/find-cli";
import { Lab } from "../test/lab/lab";
import { measure } from "./measure";
import { type BenchOptions, readOptions } from "./options";
import { barsOf, figuresOf, paceOf, windowFigures } from "./report/figures";
import { barLines, tableOf, windowTable } from "./report/table";

const log = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

/** Measures and prints. @returns the exit status: 1 when a bar is missed */
async function bench(options: BenchOptions): Promise<number> {
  const cli = findCli();
  const pulumi = cli ? `Pulumi CLI ${cli.version} (${cli.path})` : "test engine, no Pulumi CLI was found";
  log(pulumi);
  const lab = await Lab.up(options.hosts, { name: "bench", log });
  try {
    const measured = await measure(lab, cli, options, log);
    const [figures, pace] = [figuresOf(measured), paceOf(measured)];
    const [windows, bars] = [windowFigures(measured), barsOf(measured)];
    if (options.json) {
      console.log(JSON.stringify({ ...options, pulumi, figures, pace, windows, bars }, undefined, 2));
    } else {
      console.log(`${options.hosts} hosts × 3 profiles, fastest of ${options.rounds} rounds, ${pulumi}`);
      console.log(
        "floor: a shell script by hand, ssh2, one connection and one command a host, all hosts at once",
      );
      console.log("share: from the first call of the provider to its last answer, health window off");
      console.log("Pulumi's pace: the same with a provider that does nothing\n");
      console.log(`${tableOf(figures, pace)}\n\n${windowTable(windows)}\n\n${barLines(bars)}`);
      console.log(`\nrecommended: --parallel ${measured.operations} or more, so that all hosts work at once`);
    }
    return bars.every(({ met }) => met) ? 0 : 1;
  } finally {
    await lab.down();
  }
}

async function main(): Promise<number> {
  return bench(readOptions(process.argv.slice(2)));
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
