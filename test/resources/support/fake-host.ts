import type { ExecOptions, ExecResult, Host } from "../../../provider/host/host.js";
import { type Request, readRequest } from "./read-request";

/**
 * What a fake host does about one request: the lines of its answer, or an error of the transport. `say` sends lines
 * before that.
 */
export type Reply = (
  request: Request,
  say: (lines: string) => void,
) => string | Error | Promise<string | Error>;

/** A machine that answers from memory and keeps what it was asked. */
export class FakeHost implements Host {
  readonly label = "vm1 (root@192.0.2.1:22)";
  readonly user = "root";
  readonly requests: Request[] = [];
  closed = 0;
  isOpen = true;

  constructor(private readonly reply: Reply = succeed) {}

  async exec(_command: string, options: ExecOptions = {}): Promise<ExecResult> {
    const request = readRequest(Buffer.from(options.stdin ?? []));
    this.requests.push(request);
    const answer = await this.reply(request, (lines) => options.onStdout?.(Buffer.from(lines)));
    if (answer instanceof Error) throw answer;
    const stdout = Buffer.from(`hermes-fleet 1\n${answer}end\t0\n`);
    options.onStdout?.(stdout);
    return { exitCode: 0, stdout, stderr: Buffer.alloc(0) };
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}

/** Everything worked: units written and started, looks found a unit that runs. */
export function succeed({ mode, operations }: Request): string {
  const lines = operations.map(({ kind }, index) => {
    if (mode === "observe")
      return `op\t${index}\tseen\t${"0".repeat(64)}\tmulti-user.target.wants\tactive\tnone\n`;
    return kind === "ensure" ? `op\t${index}\tapplied\tyes\tstart\n` : "";
  });
  return `system\t252\tmachine\n${lines.join("")}`;
}
