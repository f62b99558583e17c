import { allocatePorts, type PortAllocation, type PortProblem } from "../../core/ports/allocate-ports";
import { portCount, rangeText } from "../../core/ports/port-range";
import type { CheckFailure } from "../check-failure.js";
import {
  assignedSchema,
  LEDGER_SCHEMA_VERSION,
  type LedgerInputs,
  ledgerRequestSchema,
} from "./properties.js";

/** The ledger's inputs as the program hands them over, or as an older state holds them. */
export type DeclaredLedger = Readonly<Record<string, unknown>>;

export interface CheckedLedger {
  readonly inputs: LedgerInputs | DeclaredLedger;
  readonly failures: readonly CheckFailure[];
}

/** What this process assigned last, by request: the second check of a replacement is given no olds. */
const answered = new Map<string, LedgerInputs["assigned"]>();

/**
 * Computes the ports from the ones of the last time and puts them into the inputs, so that a preview knows them. Pure
 * but for what it remembers; touches no host.
 */
export function checkLedger(olds: DeclaredLedger, news: DeclaredLedger): CheckedLedger {
  const parsed = ledgerRequestSchema.safeParse(news);
  if (!parsed.success) {
    const reason = "hostKey, range, requests or taken is missing or incomplete; leave them to GatewayFleet";
    return { inputs: news, failures: [{ property: "requests", reason }] };
  }
  const request = parsed.data;
  const id = JSON.stringify(request);
  const known = assignedSchema.safeParse(olds.assigned);
  const remembered = known.success ? known.data : (answered.get(id) ?? {});
  const allocation = { ...request, remembered };
  const { assigned, problems } = allocatePorts(allocation);
  if (problems.length > 0) return { inputs: news, failures: failuresOf(problems, allocation) };
  answered.set(id, assigned as LedgerInputs["assigned"]);
  return {
    inputs: { ...news, ...request, schemaVersion: LEDGER_SCHEMA_VERSION, assigned } as LedgerInputs,
    failures: [],
  };
}

function failuresOf(problems: readonly PortProblem[], allocation: PortAllocation): CheckFailure[] {
  const { hostKey, range } = allocation;
  const without = problems.filter(({ kind }) => kind === "none-free");
  const failures = problems.flatMap((problem) =>
    problem.kind === "taken"
      ? {
          property: "taken",
          reason: `port ${problem.port} of ${hostKey} was allocated to the ${problem.listener} of ${problem.profileKey} and stays with it, but a gateway there is now declared to listen on it; write another port there`,
        }
      : [],
  );
  const [first] = without;
  if (first?.kind !== "none-free") return failures;
  const names = without.map(({ profileKey, listener }) => `${profileKey} (${listener})`).join(", ");
  const remedy =
    first.released > 0
      ? `${first.released} more become free by this update: leave these profiles out of it and add them with the next one, or widen portRange by ${without.length}`
      : `widen portRange by ${without.length} at least, or write the ports of some profiles`;
  const reason = `no port from ${rangeText(range)} (${portCount(range)} ports) is left on ${hostKey} for ${names}; ${remedy}`;
  return [...failures, { property: "range", reason }];
}
