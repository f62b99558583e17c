import { randomUUID } from "node:crypto";
import { diffProps } from "../model/diff-values";
import { newState, type ResourceState } from "../model/resource-state";
import { urnOf } from "../model/urn";
import { type Props, secret, UNKNOWN } from "../model/values";
import type { ProviderCalls } from "../process/provider-calls";
import { ProviderProcess } from "../process/provider-process";
import { fullConfig, secretKeys } from "../process/sdk";
import type { Operation } from "./operation";

const PACKAGE = "pulumi-nodejs";
const PROVIDER_TYPE = `pulumi:providers:${PACKAGE}`;

/** Whether the state is that of a provider and not of a resource. */
export function isProvider(state: ResourceState): boolean {
  return state.type.startsWith("pulumi:providers:");
}

/**
 * The default provider of all dynamic resources. It is a resource of its own in the state, with the
 * stack's configuration for inputs, though nobody is shown it. Its process starts at first use. Once a
 * program has run, it has the current configuration; before, that of the last update.
 */
export class ProviderHost {
  private readonly processes: ProviderProcess[] = [];
  private fromState: Promise<ProviderCalls> | undefined;
  private fromProgram: Promise<{ calls: ProviderCalls; reference: string }> | undefined;

  constructor(
    private readonly op: Operation,
    private readonly address: string,
  ) {}

  /**
   * The provider for a resource that the program registers, and the reference the state keeps of it.
   *
   * @throws when the type is not that of a dynamic resource.
   */
  forProgram(type: string): Promise<{ calls: ProviderCalls; reference: string }> {
    const name = type.split(":")[0] ?? "";
    if (name !== PACKAGE) {
      throw new Error(`${type}: the test engine runs dynamic resources only, there is no provider "${name}"`);
    }
    this.fromProgram ??= this.register();
    return this.fromProgram;
  }

  /** The provider for what the state holds. */
  async forState(): Promise<ProviderCalls> {
    if (this.fromProgram !== undefined) return (await this.fromProgram).calls;
    this.fromState ??= this.load();
    return this.fromState;
  }

  /** Whether the program needs this provider resource, so that it must stay. */
  isRegistered(state: ResourceState): boolean {
    return this.fromProgram !== undefined && state.urn === this.urn;
  }

  /** What all processes wrote. */
  get output(): { stdout: string; stderr: string } {
    const outputs = this.processes.map((process) => process.output);
    return { stdout: outputs.map((o) => o.stdout).join(""), stderr: outputs.map((o) => o.stderr).join("") };
  }

  /** Tells the processes that the operation is given up. */
  async cancel(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.cancel().catch(() => undefined)));
  }

  /** Ends the processes, after their calls. */
  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  /** Ends the processes, calls in flight or not. */
  async terminate(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.terminate()));
  }

  private get urn(): string {
    const { stack, options } = this.op;
    return urnOf({ stack, project: options.projectName, qualifiedType: PROVIDER_TYPE, name: "default" });
  }

  private get old(): ResourceState | undefined {
    return this.op.snapshot.olds.find((state) => state.urn === this.urn);
  }

  private async load(): Promise<ProviderCalls> {
    const process = await this.start();
    await process.configure(this.urn, this.old?.id ?? "", this.old?.inputs ?? {});
    return process.resources;
  }

  private async register(): Promise<{ calls: ProviderCalls; reference: string }> {
    const { old, urn } = this;
    const process = await this.start();
    const inputs = this.configuration();
    await process.checkConfig(urn, old?.inputs ?? {}, inputs);
    const changed = old === undefined || diffProps(old.inputs, inputs).length > 0;
    if (old !== undefined) await process.diffConfig(urn, old.inputs, inputs);
    const id = old?.id ?? (this.op.settings.dryRun ? UNKNOWN : randomUUID());
    const now = newState({ urn, type: PROVIDER_TYPE, custom: true, id, inputs, outputs: inputs });
    this.op.snapshot.replace(old, changed ? now : { ...now, outputs: old.outputs });
    const reference = `${urn}::${id}`;
    // A refresh before the program has a configured provider already; unchanged, it stays in use.
    if (this.fromState !== undefined && !changed) return { calls: await this.fromState, reference };
    await process.configure(urn, id, inputs);
    return { calls: process.resources, reference };
  }

  private async start(): Promise<ProviderProcess> {
    this.op.guard();
    const process = await ProviderProcess.start(this.op.options, this.address, this.op.log);
    this.processes.push(process);
    return process;
  }

  private configuration(): Props {
    const secrets = new Set(secretKeys(this.op.options));
    const entries = Object.entries(fullConfig(this.op.options));
    return Object.fromEntries(entries.map(([key, value]) => [key, secrets.has(key) ? secret(value) : value]));
  }
}
