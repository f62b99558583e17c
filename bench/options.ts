import { parseArgs } from "node:util";

/** What the benchmark was asked for. */
export interface BenchOptions {
  /** Hosts, each with a systemd and an sshd of its own on this machine. */
  readonly hosts: number;
  /** How often each row is measured; the fastest round of each counts. */
  readonly rounds: number;
  /** Operations at a time, one pass each; the bars are judged at the highest. */
  readonly parallel: readonly number[];
  /** Print the figures as JSON instead of a table. */
  readonly json: boolean;
}

const USAGE = `Seconds of create, no-op, one change and delete beside a script that an engineer would write by hand.

  npm run bench -- [--hosts 10] [--rounds 5] [--parallel 8,64] [--json]

Needs root on Linux: the hosts are machines of test/lab. Uses the Pulumi CLI where one is found
($HERMES_FLEET_TEST_CLI, the npm wrapper's cache, PATH), else the test engine. Ends with 1 when a bar is missed.
`;

/** Reads the command line. @throws Error saying what is wrong with it */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      hosts: { type: "string", default: "10" },
      rounds: { type: "string", default: "5" },
      parallel: { type: "string", default: "8,64" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    hosts: count("--hosts", values.hosts),
    rounds: count("--rounds", values.rounds),
    parallel: values.parallel.split(",").map((text) => count("--parallel", text)),
    json: values.json,
  };
}

function count(option: string, text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new Error(`${option} is "${text}"; write a number from 1 to 999\n\n${USAGE}`);
  return Number(text);
}
