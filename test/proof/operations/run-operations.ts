import type { LabHost } from "../../lab/lab-host";
import type { Log } from "../log";
import { busyOf, faultsOf } from "../machine/faults";
import { must } from "../machine/must";
import { settled } from "../machine/settled";
import type { ProofSet } from "../sets/proof-set";
import { drawOperations, type Operation, VERBS } from "./draw-operations";
import { parseSamples, type Samples } from "./samples";
import { proofScript } from "./scripts";

/** How random operations are done. */
export interface OperationSettings {
  readonly operations: number;
  readonly seed: number;
  readonly log: Log;
}

/** What came of random operations on one set. */
export interface OperationResult extends Samples {
  readonly set: ProofSet;
  readonly host: string;
  /** How often each was carried out. */
  readonly done: Readonly<Record<string, number>>;
  /** How often a gateway was started, by its own word. */
  readonly starts: number;
  /** What gateways that found a port taken wrote of it. */
  readonly portBusy: readonly string[];
  readonly failedCalls: readonly string[];
  /** What does not agree after the last operation. */
  readonly faults: readonly string[];
}

const CHUNK = 25;

/** Does random operations on a set that is installed, while somebody looks all the time. */
export async function runOperations(
  host: LabHost,
  set: ProofSet,
  { operations, seed, log }: OperationSettings,
): Promise<OperationResult> {
  const units = set.members.map(({ unitName }) => unitName).join(" ");
  const stop = `/run/${set.name}-end-of-samples`;
  const sampling = must(host, proofScript("sample.sh"), {
    input: `${stop}\n${units}\n`,
    timeoutMs: 30 * 60_000,
  });
  const drawn = drawOperations(set, operations, seed);
  const carriedOut: string[][] = [];
  try {
    for (let first = 0; first < drawn.length; first += CHUNK) {
      const lines = drawn.slice(first, first + CHUNK).map(lineOf);
      const said = await must(host, proofScript("operate.sh"), {
        input: `${units}\n${lines.join("\n")}\n`,
        timeoutMs: 10 * 60_000,
      });
      carriedOut.push(
        ...said
          .trimEnd()
          .split("\n")
          .map((line) => line.split("\t")),
      );
      log(`${host.name}: ${carriedOut.length} of ${drawn.length} operations on ${set.name}`);
    }
  } finally {
    await host.run(`touch ${stop}`);
    await sampling.catch(() => {});
  }
  const seen = await settled(host, set.members);
  const own = set.members.map(({ profileKey }) => profileKey);
  return {
    set,
    host: host.name,
    done: Object.fromEntries(
      VERBS.map((verb) => [verb, carriedOut.filter(([name]) => name === verb).length]),
    ),
    ...parseSamples(await sampling, set),
    starts: own.reduce((sum, key) => sum + (seen.starts.get(key) ?? 0), 0),
    portBusy: busyOf(seen, set.members),
    failedCalls: carriedOut.filter(([, , status]) => status !== "0").map((words) => words.join(" ")),
    faults: faultsOf(seen, set.members),
  };
}

/** Whether nothing went wrong: as many operations as were asked for, and no trace of two neighbours at once. */
export function isClean(result: OperationResult, operations: number): boolean {
  const { done, overlaps, portBusy, failedCalls, faults, processes, systemd } = result;
  const all = Object.values(done).reduce((sum, count) => sum + count, 0);
  const wrong = [...overlaps, ...portBusy, ...failedCalls, ...faults];
  return all === operations && processes > 0 && systemd > 0 && wrong.length === 0;
}

function lineOf({ pauseMs, verb, unitName }: Operation): string {
  return `${pauseMs / 1000} ${verb} ${unitName}`;
}
