import type { ResourceState } from "../model/resource-state";
import { STACK_TYPE } from "../model/urn";
import type { Props } from "../model/values";
import { applySteps } from "../plan/apply";
import type { Goal } from "../plan/goal";
import { messageOf } from "../plan/message-of";
import type { Operation } from "../plan/operation";
import type { Plan, Planned } from "../plan/plan";
import type { ProviderHost } from "../plan/provider-host";
import { Signal } from "../plan/signal";
import { type Step, untouched } from "../plan/step";
import type { Registered, Registry } from "../serve/monitor";

/** What is done with a registered resource: `update` brings it about, `refresh` reads it, `destroy` only looks. */
export type Mode = "update" | "refresh" | "destroy";

/** Handles what the program registers. Only one resource is planned at a time, several are worked on. */
export class ProgramRegistry implements Registry {
  /** Given when the program says that it has registered everything. */
  readonly finished = new Signal();
  /** To be given when the program may end. */
  readonly released = new Signal();
  /** The outputs of the stack. */
  outputs: Props = {};

  constructor(
    private readonly op: Operation,
    private readonly host: ProviderHost,
    private readonly plan: Plan,
    private readonly mode: Mode,
  ) {}

  async register(goal: Goal): Promise<Registered> {
    const { op, plan } = this;
    const urn = plan.urnOf(goal);
    await op.options.conductor?.admit(urn);
    const planned = await op.lane.run(() => this.planOne(goal, urn));
    if (planned === undefined) return this.answer(urn, undefined, { failed: true });
    if (planned.skipped === true) {
      op.report(untouched(planned.state));
      return this.answer(urn, undefined, { unknown: true });
    }
    const done = await applySteps(op, this.host, planned.steps);
    // Unless others are to go on, a failure is never answered: the program ends without knowing.
    if (!done) op.guard();
    return this.answer(urn, planned.state, { failed: !done });
  }

  registerOutputs(urn: string, outputs: Props): void {
    const state = this.plan.registered.get(urn);
    if (state === undefined) throw new Error(`${urn}: outputs of a resource that was never registered`);
    if (this.mode !== "update") return;
    state.outputs = outputs;
    if (state.type === STACK_TYPE) this.outputs = outputs;
    this.op.snapshot.changed();
  }

  finish(): Promise<void> {
    this.finished.give();
    return this.released.given;
  }

  private async planOne(goal: Goal, urn: string): Promise<Planned | undefined> {
    const { op, plan } = this;
    op.guard();
    const needs = [...goal.dependencies, goal.parent];
    if (needs.some((needed) => op.errored.has(needed))) {
      op.errored.add(urn);
      return undefined;
    }
    try {
      return this.mode === "update" ? await plan.resource(goal) : await plan.known(goal, stepFor(this.mode));
    } catch (error) {
      if (!op.errored.has(urn) && !op.isStopped) op.fail(messageOf(error), urn);
      op.guard();
      return undefined;
    }
  }

  private answer(
    urn: string,
    state: ResourceState | undefined,
    how: { failed?: boolean; unknown?: boolean },
  ): Registered {
    const { failed = false, unknown = false } = how;
    // A component's outputs are its program's own business, it is not told them.
    const outputs = state?.custom === true ? state.outputs : {};
    const answer = { urn, id: state?.id ?? "", outputs, failed, unknown };
    this.op.registrations.push(answer);
    return answer;
  }
}

function stepFor(mode: Mode): Step["op"] | undefined {
  return mode === "refresh" ? "refresh" : undefined;
}
