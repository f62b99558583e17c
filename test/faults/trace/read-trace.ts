/** Something that reached the disk, or an order to systemd, in the order of a trace. */
export type TraceEvent =
  | { readonly kind: "sync"; readonly path: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "exec"; readonly words: readonly string[] };

const CALL = /^\d+ +(?:[\d.]+ )?(\w+)\((.*)\) += 0$/;
const TWO_PATHS = /^(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)", (?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/;

/** Reads what `strace -f -y` wrote; calls that failed did nothing. */
export function readTrace(text: string): TraceEvent[] {
  return joined(text.split("\n")).flatMap((line): TraceEvent[] => {
    const [, call = "", args = ""] = CALL.exec(line) ?? [];
    if (/^(fsync|fdatasync|syncfs)$/.test(call)) {
      const [, path = ""] = /^\d+<([^>]*)>/.exec(args) ?? [];
      return [{ kind: "sync", path }];
    }
    if (/^rename/.test(call)) {
      const [, fromDir, from = "", toDir, to = ""] = TWO_PATHS.exec(args) ?? [];
      return [{ kind: "rename", from: below(fromDir, from), to: below(toDir, to) }];
    }
    if (call !== "execve") return [];
    const [, list = ""] = /^"[^"]*", \[(.*)\]/.exec(args) ?? [];
    return [{ kind: "exec", words: [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word) }];
  });
}

/** A call that another process interrupts stands on two lines. */
function joined(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.flatMap((line) => {
    const [pid = ""] = line.split(" ", 1);
    const [, head] = /^(.*) <unfinished \.\.\.>$/.exec(line) ?? [];
    if (head !== undefined) {
      begun.set(pid, head);
      return [];
    }
    const [, rest] = /<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    return rest === undefined ? [line] : [`${begun.get(pid) ?? ""}${rest}`];
  });
}

function below(directory: string | undefined, path: string): string {
  return path.startsWith("/") ? path : `${directory ?? ""}/${path}`;
}
