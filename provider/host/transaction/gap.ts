import type { Answer } from "./answer.js";
import type { ApplyOperation } from "./operation.js";

/** A gap in service as text, of hundredths of a second: `gap 0.8 s`. */
export function gapText(hundredths: number): string {
  const seconds = hundredths / 100;
  return `gap ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/**
 * How long nobody served, a line for each gateway that came in the place of one that ran, and for each that was put
 * back. Measured by the machine itself.
 */
export function gapLines(operations: readonly ApplyOperation[], answer: Answer): string[] {
  const changed = operations.flatMap(({ unit }, index) => {
    const [, gap, reached, old] = answer.about.get(index)?.find(([word]) => word === "gap") ?? [];
    if (gap === undefined || failed(answer, index)) return [];
    const from = old === unit ? "its stop" : `the stop of ${old}`;
    return [`${unit}: ${gapText(Number(gap))}, from ${from} until it was ${reached}`];
  });
  const back = answer.putBack.flatMap(({ unit, activeState, gap }) =>
    gap === undefined ? [] : [`${unit} is ${activeState} again: ${gapText(gap)}`],
  );
  return [...changed, ...back];
}

function failed(answer: Answer, index: number): boolean {
  return !answer.about.get(index)?.some(([word]) => word === "applied");
}
