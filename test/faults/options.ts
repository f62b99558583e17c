import { Command, InvalidArgumentError } from "commander";

/** What the sweep was asked for. */
export interface FaultOptions {
  readonly hosts: number;
  readonly seed: number;
  /** Only so many cells, drawn. */
  readonly sample?: number;
  /** Only these cells: `<step>:<fault>`; a part that is `*` is any. */
  readonly only: readonly string[];
  readonly controls: boolean;
  /** Files whose cells of the same scripts count as done. */
  readonly resume: readonly string[];
  readonly matrix?: string;
  readonly json?: true | string;
}

/** Reads the command line, and ends the process with what is wrong with it. */
export function readOptions(args: readonly string[]): FaultOptions {
  const command = new Command("faults")
    .description(
      "Cuts a change of gateways at every step of the host's scripts and in other ways, and looks whether the host stays whole.\n" +
        "Then builds of the scripts that are broken on purpose, which have to be found out.\n" +
        "Needs root on Linux: the hosts are machines of test/lab. Ends with 0 when every cell holds and every broken build was found out.",
    )
    .option("--hosts <count>", "hosts, each with a systemd of its own on this machine", count(1, 16), 2)
    .option("--sample <count>", "draw so many cells instead of trying all", count(1, 10_000))
    .option(
      "--seed <number>",
      "draws the same cells again (default: another each time)",
      count(0, 2 ** 31 - 1),
    )
    .option(
      "--only <step:fault>",
      "only this cell; * is any step or any fault; can be given more than once",
      collect,
      [] as string[],
    )
    .option("--no-controls", "leave out the broken builds")
    .option(
      "--resume <file>",
      "keep the cells that are in a file of --json and hold, and try the others; can be given more than once",
      collect,
      [] as string[],
    )
    .option("--matrix <file>", "write the matrix as Markdown, which names the cells that were not tried")
    .option("--json [file]", "print one JSON object, or write it to a file after every cell");
  const { seed, ...options } = command.parse(args, { from: "user" }).opts();
  return { ...options, seed: seed ?? Math.floor(Math.random() * (2 ** 31 - 1)) } as FaultOptions;
}

/** Whether a cell is one of those that were asked for; all are when none was. */
export function isAsked({ row, column }: { row: string; column: string }, only: readonly string[]): boolean {
  const fits = (part: string, wanted = "*") => wanted === "*" || wanted === part;
  return (
    only.length === 0 ||
    only.some((pattern) => {
      const [step, fault] = pattern.split(":");
      return fits(row, step) && fits(column, fault);
    })
  );
}

function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}

function count(from: number, to: number) {
  return (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Write a number from ${from} to ${to}.`);
  };
}
