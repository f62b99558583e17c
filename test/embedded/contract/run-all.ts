import type { ContractCase, ContractHost, StepResult } from "./contract-case";
import { runCase } from "./run-case";

/** A machine for contract cases, and how to give it back. */
export interface Lease {
  readonly host: ContractHost;
  readonly release: () => Promise<void>;
}

/**
 * Starts all cases, some at a time, each on one machine for itself. Most of a case is waiting.
 * @param machines How many machines there are at most.
 * @returns a promise for each case, by name
 */
export function runAll(
  cases: readonly ContractCase[],
  machines: number,
  lease: (number: number) => Promise<Lease>,
): Map<string, Promise<StepResult[]>> {
  const waiting = cases.map((contract) => ({ contract, ...withResolvers() }));
  for (const { promise } of waiting) promise.catch(() => undefined);
  const found = new Map(waiting.map(({ contract, promise }) => [contract.name, promise]));
  const work = async (number: number) => {
    const { host, release } = await lease(number);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await runCase(host, next.contract).then(next.resolve, next.reject);
    }
    await release();
  };
  for (let number = 0; number < machines; number++) {
    void work(number).catch((error) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    });
  }
  return found;
}

function withResolvers() {
  let resolve: (results: StepResult[]) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<StepResult[]>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
