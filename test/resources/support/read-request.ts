/** A request as a machine reads it: the framed data behind the script. */
export interface Request {
  readonly mode: string;
  /** Frames by name, without those of the operations' fields. */
  readonly frames: Readonly<Record<string, string>>;
  /** Fields of each operation, in order. */
  readonly operations: readonly Readonly<Record<string, string>>[];
}

/**
 * Takes a request apart as the host script does: so many bytes of script, then the numbers of operations and of bytes,
 * then frames of so many lines. @throws Error when it is cut, or something follows
 */
export function readRequest(stdin: Buffer): Request {
  const head = stdin.indexOf("\n") + 1;
  const script = Number(stdin.toString("utf8", 0, head));
  const data = stdin.indexOf("\n", head + script) + 1;
  const [count, size] = stdin
    .toString("utf8", head + script, data)
    .split(" ")
    .map(Number);
  if (stdin.length - data !== size) throw new Error("the request is cut, or something follows it");
  const lines = stdin.toString("utf8", data).split("\n");
  const take = (): string => {
    const line = lines.shift();
    if (line === undefined) throw new Error("the request is cut");
    return line;
  };
  const frames: Record<string, string> = {};
  for (;;) {
    const [size = "", name = ""] = take().split(" ");
    if (name === "end") break;
    frames[name] = Array.from({ length: Number(size) }, () => `${take()}\n`).join("");
  }
  if (lines.join("\n") !== "") throw new Error("something follows the last frame");
  const { mode = "", fields = "", ...rest } = frames;
  const operations: Record<string, string>[] = [];
  for (const line of fields.split("\n").slice(0, -1)) {
    const cut = line.indexOf("=");
    const [name, value] = [line.slice(0, cut), line.slice(cut + 1)];
    if (name === "operation") operations.push({});
    else Object.assign(operations.at(-1) ?? {}, { [name]: value });
  }
  if (operations.length !== count) throw new Error(`${operations.length} operations, ${count} announced`);
  return { mode: mode.trim(), frames: rest, operations };
}
