/** A request as a machine reads it: the framed data behind the script. */
export interface Request {
  readonly mode: string;
  /** Frames by name, without those of the operations' fields. */
  readonly frames: Readonly<Record<string, string>>;
  /** Fields of each operation, in order. */
  readonly operations: readonly Readonly<Record<string, string>>[];
}

/**
 * Takes a request apart as the host script does: so many bytes of script, then the number of operations, then frames
 * of so many lines. @throws Error when it is cut, or something follows
 */
export function readRequest(stdin: Buffer): Request {
  const head = stdin.indexOf("\n") + 1;
  const script = Number(stdin.toString("utf8", 0, head));
  const lines = stdin.toString("utf8", head + script).split("\n");
  const take = (): string => {
    const line = lines.shift();
    if (line === undefined) throw new Error("the request is cut");
    return line;
  };
  const count = Number(take());
  const frames: Record<string, string> = {};
  for (;;) {
    const [size = "", name = ""] = take().split(" ");
    if (name === "end") break;
    frames[name] = Array.from({ length: Number(size) }, () => `${take()}\n`).join("");
  }
  if (lines.join("\n") !== "") throw new Error("something follows the last frame");
  const { mode = "", ops = "", ...rest } = frames;
  const numbers = ops.split("\n").filter((number) => number !== "");
  if (numbers.length !== count) throw new Error(`${numbers.length} operations, ${count} announced`);
  const operations = numbers.map((number) => fieldsOf(rest[`op/${number}/fields`] ?? ""));
  for (const number of numbers) delete rest[`op/${number}/fields`];
  return { mode: mode.trim(), frames: rest, operations };
}

function fieldsOf(text: string): Record<string, string> {
  const lines = text.split("\n");
  const fields: Record<string, string> = {};
  for (let at = 0; at + 1 < lines.length; at += 2) fields[lines[at] ?? ""] = lines[at + 1] ?? "";
  return fields;
}
