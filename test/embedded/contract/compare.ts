import type { StepResult } from "./contract-case";

/** Where two runs of a case differ, as text for a person; empty when they do not. `-` is systemd, `+` the stand-in. */
export function differences(expected: readonly StepResult[], found: readonly StepResult[]): string {
  const parts: string[] = [];
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const was = expected[index];
    const is = found[index];
    if (was?.step !== is?.step) return `the steps differ: ${was?.step ?? "none"} and ${is?.step ?? "none"}`;
    if (!was || !is) continue;
    const lines = [
      ...(was.code === is.code ? [] : [`-exit status ${was.code}`, `+exit status ${is.code}`]),
      ...lineDifferences(was.out, is.out),
      ...lineDifferences(was.err, is.err).map((line) => `${line.slice(0, 1)}stderr: ${line.slice(1)}`),
    ];
    if (lines.length > 0) parts.push([`$ ${was.step}`, ...lines.map((line) => `  ${line}`)].join("\n"));
  }
  return parts.join("\n");
}

/** Lines only in one of two texts, in order, by the longest common subsequence. */
function lineDifferences(was: readonly string[], is: readonly string[]): string[] {
  const common = (a: number, b: number): number => lengths[a * (is.length + 1) + b] ?? 0;
  const lengths = new Array<number>((was.length + 1) * (is.length + 1)).fill(0);
  for (let a = was.length - 1; a >= 0; a--) {
    for (let b = is.length - 1; b >= 0; b--) {
      lengths[a * (is.length + 1) + b] =
        was[a] === is[b] ? common(a + 1, b + 1) + 1 : Math.max(common(a + 1, b), common(a, b + 1));
    }
  }
  const found: string[] = [];
  let a = 0;
  let b = 0;
  while (a < was.length || b < is.length) {
    if (a < was.length && b < is.length && was[a] === is[b]) {
      a++;
      b++;
    } else if (a < was.length && (b === is.length || common(a + 1, b) >= common(a, b + 1)))
      found.push(`-${was[a++]}`);
    else found.push(`+${is[b++]}`);
  }
  return found;
}
