import { readFileSync } from "node:fs";
import type { Sandbox } from "../machine/sandbox";

/**
 * What a simulated service does. Set per unit by `behave`, or by a line `# embedded: {"exitCode":78}` in its
 * program; the first wins. Times are in milliseconds.
 */
export interface Behaviour {
  /** Ends by itself with this status. @default it runs until it is stopped */
  readonly exitCode?: number;
  /** How long after the start it ends by itself. @default 0 */
  readonly afterMs?: number;
  /** How many times it ends by itself before it runs on. @default every time */
  readonly times?: number;
  /** Time from a signal to its end, as for a drain. @default 5 */
  readonly stopMs?: number;
  /** Whether it ends on SIGTERM and SIGINT at all. @default false */
  readonly ignoresSignals?: boolean;
  /** Exit statuses by signal. Hermes: 1 on SIGTERM, 0 on SIGINT, 75 on SIGUSR1. @default as Hermes */
  readonly onSignal?: Readonly<Partial<Record<"TERM" | "INT" | "USR1", number>>>;
  /** Time until a `Type=notify` service is ready. @default 0 */
  readonly readyMs?: number;
  /** TCP ports that it needs for itself; taken by another simulated service: exit status 78. @default API_SERVER_PORT */
  readonly ports?: readonly number[];
  /** Lines that it prints when it starts. */
  readonly prints?: readonly string[];
}

/** The behaviour that a program's own text asks for. */
export function behaviourOf(sandbox: Sandbox, program: string): Behaviour {
  const text = readFileSync(sandbox.path(program), "utf8");
  const line = /^# embedded: (\{.*\})$/m.exec(text);
  return line?.[1] === undefined ? {} : (JSON.parse(line[1]) as Behaviour);
}
