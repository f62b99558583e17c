import type { BootResult } from "../boots/run-boots";
import type { OperationResult } from "../operations/run-operations";
import { type DisagreementReport, disagreement } from "./report";

/** What a wrong shape led to. */
export interface ControlReport {
  readonly shape: string;
  /** In a sentence. */
  readonly found: string;
  /** Whether the harness found the shape wrong in the way in which it is; if not, the proof proves nothing. */
  readonly fails: boolean;
  /** The first boot that disagrees, where boots were tried. */
  readonly first?: DisagreementReport;
}

/** Upstream's shape: boots have to disagree. */
export function mutualReport(boots: readonly BootResult[]): ControlReport {
  const wrong = boots.filter(({ faults }) => faults.length > 0);
  const nobody = wrong.filter(({ found }) => found.length === 0);
  const [first] = wrong;
  return {
    shape: "mutual: every unit names all its neighbours in Conflicts= and Before=",
    found: `${wrong.length} of ${boots.length} boots of a clique disagree; after ${nobody.length} nobody runs`,
    fails: wrong.length > 0,
    ...(first === undefined ? {} : { first: disagreement(first) }),
  };
}

/** Units that do not know of each other: operations have to meet a port that is taken. */
export function noneReport({ done, portBusy, overlaps }: OperationResult): ControlReport {
  const operations = Object.values(done).reduce((sum, count) => sum + count, 0);
  return {
    shape: "none: no unit names another",
    found: `in ${operations} operations a port was taken ${portBusy.length} times; ${overlaps.length} kinds of overlap`,
    fails: portBusy.length > 0,
  };
}
