import type { BootResult } from "../boots/run-boots";
import { isClean, type OperationResult } from "../operations/run-operations";
import type { PairResult } from "../operations/run-pairs";
import type { ProofResult } from "../run-proof";
import { expectationOf } from "../sets/expectation";
import { CLAIMS, type ProofKind, type ProofSet } from "../sets/proof-set";

/** What the boots of one kind of sets showed. */
export interface KindReport {
  readonly claim: string;
  readonly sets: number;
  /** Sets times boots. */
  readonly agreements: number;
  readonly disagreements: readonly DisagreementReport[];
}

/** One set after one boot that was not as it has to be. */
export type DisagreementReport = ReturnType<typeof disagreement>;

/** What was seen of units as the plan renders them. */
export interface ProofReport {
  /** By letter. */
  readonly kinds: Readonly<Record<string, KindReport>>;
  readonly pairs: { readonly cases: number; readonly disagreements: readonly PairResult[] };
  readonly operations: readonly ReturnType<typeof operationReport>[];
  /** Whether nothing at all disagrees. */
  readonly holds: boolean;
}

/** The proof's figures as plain data. @param operations how many were asked for */
export function proofReport({ boots, pairs, operations }: ProofResult, asked: number): ProofReport {
  const kinds = Object.fromEntries(
    (Object.keys(CLAIMS) as ProofKind[]).map((kind) => [CLAIMS[kind].letter, kindReport(kind, boots)]),
  );
  const wrong = pairs.filter(({ faults }) => faults.length > 0);
  const holds =
    boots.length > 0 &&
    boots.every(({ faults }) => faults.length === 0) &&
    pairs.length > 0 &&
    wrong.length === 0 &&
    operations.length > 0 &&
    operations.every((result) => isClean(result, asked));
  return {
    kinds,
    pairs: { cases: pairs.length, disagreements: wrong },
    operations: operations.map(operationReport),
    holds,
  };
}

/** Operations on one set as plain data. */
export function operationReport(result: OperationResult) {
  const { set, host, done, starts, processes, systemd, overlaps, portBusy, failedCalls, faults } = result;
  return {
    gateways: gatewaysOf(set),
    host,
    done,
    starts,
    samples: { processes, systemd },
    overlaps,
    portBusy,
    failedCalls,
    faults,
  };
}

/** A boot that disagrees as plain data. */
export function disagreement({ set, host, boot, found, faults, journal }: BootResult) {
  const { runs, only } = expectationOf(set);
  return {
    set: { name: set.name, gateways: gatewaysOf(set) },
    host,
    boot,
    expected: { runs, only },
    found,
    faults,
    journal,
  };
}

function kindReport(kind: ProofKind, boots: readonly BootResult[]): KindReport {
  const own = boots.filter(({ set }) => set.kind === kind);
  const wrong = own.filter(({ faults }) => faults.length > 0);
  return {
    claim: CLAIMS[kind].claim,
    sets: new Set(own.map(({ set }) => set.name)).size,
    agreements: own.length - wrong.length,
    disagreements: wrong.map(disagreement),
  };
}

function gatewaysOf({ members }: ProofSet) {
  return members.map(({ profileKey, gateway: { priority }, enabled, missing, neighbours }) => ({
    profileKey,
    priority,
    enabled,
    missing,
    neighbours,
  }));
}
