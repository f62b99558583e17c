import type { Host } from "../host.js";
import type { HostError } from "../host-error.js";
import type { Answer } from "./answer.js";
import { exclusionGroups } from "./exclusion-groups.js";
import { failureError } from "./failure.js";
import { gapText } from "./gap.js";
import type { ApplyOperation } from "./operation.js";

/** Why an operation failed, with where things stand; `undefined` for one that did not. */
export function failureOf(
  host: Host,
  operation: ApplyOperation,
  index: number,
  answer: Answer,
  operations: readonly ApplyOperation[],
): HostError | undefined {
  const applied = answer.about.get(index)?.some(([word]) => word === "applied");
  const own = answer.failures.get(String(index));
  if (!own && (applied || operation.kind === "remove")) return undefined;
  const groups = own ? [] : exclusionGroups(operations);
  const cause = own
    ? index
    : operations.findIndex((_, i) => groups[i] === groups[index] && answer.failures.has(String(i)));
  const failure = answer.failures.get(String(cause)) ?? {
    code: "host-script-failed",
    detail: "it was left out",
  };
  const failed = operations[cause] ?? operation;
  return failureError({
    host: host.label,
    unit: failed.unit,
    user: failed.paths.user,
    home: failed.kind === "serve" ? failed.gatewayHome : failed.paths.home,
    ...failure,
    ...saidBy(cause, answer),
    standing: standing(operations, index, answer),
    ...(own ? {} : { takenAlong: operation.unit }),
  });
}

/** What the host has of a gateway's own words. */
function saidBy(cause: number, { blobs }: Answer): { journal?: string; words?: string; state?: string } {
  const found = ["journal", "words", "state"].flatMap((name) => {
    const text = blobs.get(`${cause}/${name}`)?.toString("utf8");
    return text ? [[name, text] as const] : [];
  });
  return Object.fromEntries(found);
}

function standing(operations: readonly ApplyOperation[], index: number, answer: Answer): string {
  const restored = answer.about.get(index)?.some(([word]) => word === "restored");
  const groups = exclusionGroups(operations);
  const elsewhere = new Set(operations.filter((_, i) => groups[i] !== groups[index]).map(({ unit }) => unit));
  const back = answer.putBack
    .filter(({ unit }) => !elsewhere.has(unit))
    .map(
      ({ unit, activeState, gap }) =>
        `${unit} is ${activeState} again${gap === undefined ? "" : ` (${gapText(gap)})`}`,
    );
  const files = restored ? restoredText(operations[index]) : "nothing of it was changed";
  const guarded = answer.guarded ? ["the host goes on putting itself back by itself"] : [];
  return [files, ...back, ...guarded].join(", ");
}

function restoredText(operation: ApplyOperation | undefined): string {
  return operation?.recorded ? "the previous files are back" : "the host is as it was before";
}
