import { execFile, spawnSync } from "node:child_process";
import { constants } from "node:os";

/** How a program ended; `code` is 128 plus the signal's number when a signal ended it, as a shell says it. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Text for standard input. @default none */
  readonly input?: string;
  /** The longest it may take, in milliseconds; then it is killed. @default 60000 */
  readonly timeoutMs?: number;
}

/** Administration programs are not on every account's path. */
const environment = { ...process.env, PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin` };

/** Runs a program to its end, whatever that is. */
export function run(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const limits = {
      timeout: options.timeoutMs ?? 60_000,
      killSignal: "SIGKILL",
      maxBuffer: 64 << 20,
    } as const;
    const child = execFile(
      file,
      args,
      { ...limits, encoding: "utf8", env: environment },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ code: 0, stdout, stderr });
        if (typeof error.code === "number") return resolve({ code: error.code, stdout, stderr });
        if (error.signal && !error.killed)
          return resolve({ code: 128 + signalNumber(error.signal), stdout, stderr });
        const why = error.killed ? `did not end within ${limits.timeout} ms` : error.message;
        return reject(new Error(`lab: ${[file, ...args].join(" ")}: ${why}\n${tail(stderr || stdout)}`));
      },
    );
    // A program that does not read its input is no failure.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

/** Runs a program that has to succeed. @throws Error with the program's last lines. */
export async function mustRun(
  file: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<string> {
  const result = await run(file, args, options);
  if (result.code === 0) return result.stdout;
  const said = tail(result.stderr || result.stdout);
  throw new Error(`lab: ${[file, ...args].join(" ")} failed with exit status ${result.code}\n${said}`);
}

/** Runs a short program at once; for what has to work while this process exits. */
export function runSync(
  file: string,
  args: readonly string[],
): { readonly code: number; readonly stdout: string } {
  const result = spawnSync(file, args, {
    encoding: "utf8",
    env: environment,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 20_000,
  });
  return { code: result.status ?? 1, stdout: result.stdout ?? "" };
}

/** The last lines of a text. */
export function tail(text: string, lines = 15): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

function signalNumber(signal: NodeJS.Signals): number {
  return constants.signals[signal];
}
