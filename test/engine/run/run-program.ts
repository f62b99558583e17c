import { leftOver, runDeletes } from "../plan/deletes";
import type { Operation } from "../plan/operation";
import { Plan } from "../plan/plan";
import type { ProviderHost } from "../plan/provider-host";
import type { Child } from "../process/child";
import { ALREADY_REPORTED } from "../process/program";
import { type Mode, ProgramRegistry } from "./program-registry";

/** A running program with what it registers into. */
export class ProgramRun {
  readonly registry: ProgramRegistry;
  private readonly plan: Plan;
  private child: Child | undefined;

  constructor(
    private readonly op: Operation,
    private readonly host: ProviderHost,
    private readonly mode: Mode,
  ) {
    this.plan = new Plan(op, host);
    this.registry = new ProgramRegistry(op, host, this.plan, mode);
  }

  /** What the program wrote to stdout and stderr. */
  get output(): string {
    return this.child === undefined ? "" : this.child.stdout + this.child.stderr;
  }

  /**
   * Runs a program to its end. Deletes come when it has registered everything, before it ends. A stop
   * lets the steps in flight end, then kills it.
   */
  async run(start: () => Child): Promise<void> {
    const { op, registry } = this;
    op.guard();
    const child = start();
    this.child = child;
    try {
      await Promise.race([child.exited, registry.finished.given, op.stopping.given]);
      if (!op.isStopped && !registry.finished.isGiven) this.judge(await child.exited);
      await op.idle();
      if (op.isStopped) return;
      this.reportBlocked();
      if (this.mode === "update" && !op.isStopped) {
        await runDeletes(op, this.host, leftOver(op, this.host, this.plan));
      }
      registry.released.give();
      this.judge(await child.exited);
    } finally {
      child.signal("SIGKILL");
      await child.exited.catch(() => undefined);
    }
  }

  /** Kills the program at once. */
  kill(): void {
    this.child?.signal("SIGKILL");
  }

  private judge(code: number): void {
    if (code === 0) return;
    if (code !== ALREADY_REPORTED) this.op.say("error", `the program ended with status ${code}`);
    this.op.failed = true;
    this.op.needsClosingWord = false;
    this.op.stop();
  }

  /** A target that needs a resource left out cannot be right; the whole update fails. */
  private reportBlocked(): void {
    for (const [urn, needed] of this.plan.blocked) {
      this.op.failed = true;
      this.op.say("error", `${urn}: needs ${needed}, which is new and no target; name it as a target too`);
    }
    if (this.plan.blocked.size === 0) return;
    this.op.needsClosingWord = true;
    this.op.stop();
  }
}
