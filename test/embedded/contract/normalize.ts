/** What differs between two runs of the same thing on the same machine, and what it becomes. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/^(\w*PID)=[1-9]\d*$/, "$1=<pid>"],
  [/^InvocationID=[0-9a-f]{32}$/, "InvocationID=<id>"],
  [/^(\w+Timestamp)=.+$/, "$1=<time>"],
  [/^(\w+TimestampMonotonic)=[1-9]\d*$/, "$1=<time>"],
  [/\bprocess \d+ \(/, "process <pid> ("],
  [/ {2,}/g, "  "],
  [/\bhermes-fleet\.[A-Za-z0-9]{10}\b/, "hermes-fleet.<id>"],
];

/**
 * Accounting that only some kernels do, and what the short-lived child says that was to become the program: the
 * journal does not always know which unit that belongs to.
 */
const IGNORED =
  /: Consumed .* CPU time\.$|^Service runtime: |^CPU time consumed: |: Failed (to locate executable|at step|to determine user credentials)|: Changing to the requested working directory failed/;

/** The lines of an output, comparable: no process ids, ids, times; paths as the machine names them. */
export function normalize(text: string, root: string): string[] {
  const lines = (root === "" ? text : text.replaceAll(root, "")).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines
    .filter((line) => !IGNORED.test(line))
    .map((line) =>
      VARIABLE.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), line),
    );
}
