import { Command, InvalidArgumentError, Option } from "commander";
import { MOST_SETS } from "./sets/wiring";

/** What the proof was asked for. */
export interface ProofOptions {
  readonly sets: number;
  readonly boots: number;
  readonly operations: number;
  readonly seed: number;
  readonly hosts: number;
  /** Prints one JSON object, or writes it to the file that is named. */
  readonly json?: true | string;
  /** Runs only this control. */
  readonly control?: "mutual" | "none";
}

/** Reads the command line, and ends the process with what is wrong with it. */
export function readOptions(args: readonly string[]): ProofOptions {
  const command = new Command("proof:boot")
    .description(
      "Boots real hosts and compares who runs with who was planned to. Then two wrong shapes of units, which have to be found out.\n" +
        "Needs root on Linux: the hosts are machines of test/lab. Ends with 0 when everything agrees and both wrong shapes were found out.",
    )
    .option("--sets <count>", "sets of two to six gateways, four kinds in turn", count(4, MOST_SETS), 40)
    .option("--boots <count>", "boots of each host", count(1, 1000), 3)
    .option("--operations <count>", "random operations on each of two sets of three", count(1, 10_000), 200)
    .option(
      "--seed <number>",
      "draws the same sets and operations again (default: another each time)",
      count(0, 2 ** 31 - 10),
    )
    .option("--hosts <count>", "hosts, each with a systemd of its own on this machine", count(1, 50), 2)
    .option("--json [file]", "print one JSON object, or write it to a file")
    .addOption(new Option("--control <shape>", "only this wrong shape").choices(["mutual", "none"]));
  const { seed, ...options } = command.parse(args, { from: "user" }).opts();
  return { ...options, seed: seed ?? Math.floor(Math.random() * (2 ** 31 - 10)) } as ProofOptions;
}

function count(from: number, to: number) {
  return (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Write a number from ${from} to ${to}.`);
  };
}
