import { withIgnoredChanges } from "../model/property-path";
import { reMarkSecrets } from "../model/re-mark-secrets";
import { newState, type ResourceState } from "../model/resource-state";
import type { ResourceDiff } from "../model/result";
import { qualifiedType, urnOf } from "../model/urn";
import type { Props } from "../model/values";
import type { ProviderCalls } from "../process/provider-calls";
import { aliasUrns } from "./aliases";
import { reportFailures } from "./check-failures";
import { diffComponent, diffResource } from "./diff";
import type { Goal } from "./goal";
import { type Operation, Stopped } from "./operation";
import type { ProviderHost } from "./provider-host";
import { dependentsToReplace } from "./replacement";
import type { Step } from "./step";

/** What is to be done for one registration, and the state in which it ends. */
export interface Planned {
  readonly steps: readonly Step[];
  readonly state: ResourceState;
  /** Not created because it is not a target: the program is to take all its outputs for unknown. */
  readonly skipped?: boolean;
}

/** Turns registrations into steps: check, diff, and what follows from them. One plan per operation. */
export class Plan {
  /** What became of the registered resources, by URN. */
  readonly registered = new Map<string, ResourceState>();
  /** Old states that the registrations took over, under their own or another URN. */
  readonly found = new Map<ResourceState, "kept" | "replaced">();
  /** Old states that are deleted before their replacement, their own or a dependency's. */
  readonly deletedEarly = new Set<ResourceState>();
  /** New resources left out because they are not targets. */
  readonly skipped = new Set<string>();
  /** Targets that cannot be done because they need something left out; by URN, what. */
  readonly blocked = new Map<string, string>();

  private olds: Map<string, ResourceState> | undefined;
  /** Former URN by present one, of the resources found under an alias. */
  private readonly formerUrns = new Map<string, string>();

  constructor(
    private readonly op: Operation,
    private readonly host: ProviderHost,
  ) {}

  /**
   * Plans one resource. To be called for one resource at a time.
   *
   * @throws Stopped after a failed check; any error of the provider.
   */
  async resource(goal: Goal): Promise<Planned> {
    const urn = this.urnOf(goal);
    if (this.registered.has(urn))
      throw new Error(`${urn}: registered twice; give one of the two another name`);
    if (goal.importId !== "") throw new Error(`${urn}: the test engine does not import`);
    const old = this.findOld(goal, urn);
    if (!this.isTargeted(goal, urn)) return this.untargeted(goal, urn, old);
    for (const needed of goal.dependencies) if (this.skipped.has(needed)) this.blocked.set(urn, needed);
    const planned = await this.targeted(goal, urn, old);
    this.registered.set(urn, planned.state);
    return planned;
  }

  /**
   * Takes a registration for what the state knows of it, and reads the resource if so told: for
   * operations that run the program only to have its configuration.
   */
  async known(goal: Goal, op: Step["op"] | undefined): Promise<Planned> {
    if (goal.custom) await this.host.forProgram(goal.type);
    const urn = this.urnOf(goal);
    const old = this.findOld(goal, urn);
    if (old === undefined) return this.untargeted(goal, urn, old);
    this.registered.set(urn, old);
    this.found.set(old, "kept");
    return { steps: op === undefined || !old.custom ? [] : [{ op, old }], state: old };
  }

  /** The URN of a registration. */
  urnOf(goal: Goal): string {
    const { stack, options } = this.op;
    const type = qualifiedType(goal.type, goal.parent);
    return urnOf({ stack, project: options.projectName, qualifiedType: type, name: goal.name });
  }

  private async targeted(goal: Goal, urn: string, old: ResourceState | undefined): Promise<Planned> {
    const provider = goal.custom ? await this.host.forProgram(goal.type) : undefined;
    const now = stateOf(goal, urn, provider?.reference ?? "");
    const gone = old === undefined || this.deletedEarly.has(old);
    now.inputs = gone ? goal.inputs : withIgnoredChanges(goal.inputs, old.inputs, goal.ignoreChanges);
    const news = now.inputs;
    if (provider !== undefined)
      now.inputs = await this.check(provider.calls, urn, gone ? {} : old.inputs, news);
    if (old === undefined) return { steps: [{ op: "create", now }], state: now };
    this.found.set(old, gone ? "replaced" : "kept");
    if (gone) {
      const steps: Step[] = [
        { op: "replace", old, now },
        { op: "create-replacement", old, now, afterDeletion: true },
      ];
      return { steps, state: now };
    }
    const diff = await this.diff(goal, old, now, provider?.calls);
    // Deleted for a replacement that then failed: whatever the provider says now, it has to be created.
    if ((diff.changes && diff.replaceKeys.length > 0) || old.pendingReplacement) {
      if (old.protect) throw new Error(`${old.urn}: protected, and the change needs a replacement`);
      const olds = this.op.options.fault === "second-check-gets-real-olds" ? old.inputs : {};
      if (provider !== undefined) now.inputs = await this.check(provider.calls, urn, olds, news);
      return { steps: await this.replacement(goal, old, now, diff, provider?.calls), state: now };
    }
    const unfinished = old.initErrors.length > 0;
    const giveUp = unfinished && this.op.options.fault === "no-update-after-init-error";
    if ((diff.changes || unfinished) && !giveUp)
      return { steps: [{ op: "update", old, now, diff }], state: now };
    return { steps: [{ op: "same", old, now, diff }], state: now };
  }

  private async replacement(
    goal: Goal,
    old: ResourceState,
    now: ResourceState,
    diff: ResourceDiff,
    provider: ProviderCalls | undefined,
  ): Promise<Step[]> {
    this.found.set(old, "replaced");
    const create: Step = { op: "create-replacement", old, now, diff };
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      return [create, { op: "replace", old, now, diff }];
    }
    const open = this.op.snapshot.olds.filter((state) => !this.registered.has(state.urn));
    const dependents =
      provider === undefined ? [] : await dependentsToReplace(old, open, provider, this.op.options.fault);
    const condemned = [...dependents.reverse(), old].filter((state) => !this.deletedEarly.has(state));
    for (const state of condemned) {
      if (state.protect) throw new Error(`${state.urn}: protected, and a replacement needs it deleted`);
      this.deletedEarly.add(state);
    }
    const due = condemned.filter((state) => !state.pendingReplacement);
    const deletes = due.map(
      (state): Step => ({ op: "delete-replaced", old: state, beforeReplacement: true }),
    );
    return [...deletes, { op: "replace", old, now, diff }, { ...create, afterDeletion: true }];
  }

  private async check(provider: ProviderCalls, urn: string, olds: Props, news: Props): Promise<Props> {
    this.op.guard();
    const { inputs, failures } = await provider.check(urn, olds, news);
    if (failures.length > 0) {
      reportFailures(this.op, urn, failures, inputs);
      throw new Stopped();
    }
    return reMarkSecrets(inputs, news, this.op.options.fault);
  }

  private async diff(
    goal: Goal,
    old: ResourceState,
    now: ResourceState,
    provider: ProviderCalls | undefined,
  ): Promise<ResourceDiff> {
    if (provider === undefined) return diffComponent(old.inputs, now.inputs);
    this.op.guard();
    const hasInitErrors = old.initErrors.length > 0;
    return diffResource(provider, { ...old, urn: now.urn }, now.inputs, { ...goal, hasInitErrors });
  }

  private findOld(goal: Goal, urn: string): ResourceState | undefined {
    this.olds ??= new Map(this.op.snapshot.olds.filter((old) => !old.delete).map((old) => [old.urn, old]));
    for (const known of [urn, ...aliasUrns(goal, urn, this.formerUrns.get(goal.parent))]) {
      const old = this.olds.get(known);
      if (old === undefined || this.found.has(old)) continue;
      if (known !== urn) this.formerUrns.set(urn, known);
      return old;
    }
    return undefined;
  }

  /** Components and the stack cost nothing, so a target may lie below them. */
  private isTargeted(goal: Goal, urn: string): boolean {
    return !goal.custom || this.op.isTargeted(urn);
  }

  private untargeted(goal: Goal, urn: string, old: ResourceState | undefined): Planned {
    if (old === undefined) {
      const state = stateOf(goal, urn, "");
      this.skipped.add(urn);
      this.registered.set(urn, state);
      return { steps: [], state, skipped: true };
    }
    this.found.set(old, "kept");
    const now = { ...old, urn };
    this.registered.set(urn, now);
    return { steps: [{ op: "same", old, now }], state: now };
  }
}

function stateOf(goal: Goal, urn: string, provider: string): ResourceState {
  const { type, custom, parent, inputs, dependencies, propertyDependencies } = goal;
  const { additionalSecretOutputs, protect, retainOnDelete, deletedWith } = goal;
  const relations = { parent, provider, dependencies, propertyDependencies, deletedWith };
  const options = { additionalSecretOutputs, protect, retainOnDelete };
  const changes = { ignoreChanges: goal.ignoreChanges, replaceOnChanges: goal.replaceOnChanges };
  return newState({ urn, type, custom, inputs, ...relations, ...options, ...changes });
}
