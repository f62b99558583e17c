import type { DestroyOptions, EngineOptions, RefreshOptions, UpdateOptions } from "./model/options";
import type { EngineResult } from "./model/result";
import { OperationRun, type RunSettings } from "./run/operation-run";
import { Cipher } from "./state/cipher";
import { exportStack, type StackExport } from "./state/stack-export";

/**
 * A small engine for tests and demonstrations. The program and the dynamic provider are the real
 * processes of the SDK; in between, where otherwise the Pulumi CLI stands, stands this. It is held
 * against recorded conversations of the real engine. It is a test engine and not the Pulumi CLI: one
 * stack, dynamic resources only, no imports, hooks, transforms or policies.
 */
export class TestEngine {
  private current: OperationRun | undefined;

  constructor(private readonly options: EngineOptions) {}

  /** Plans an update and changes nothing. */
  preview(options: UpdateOptions = {}): Promise<EngineResult> {
    return this.run({ ...options, verb: "preview", mode: "update", dryRun: true, runProgram: true });
  }

  /** Runs the program and brings about what it says. */
  up(options: UpdateOptions = {}): Promise<EngineResult> {
    return this.run({ ...options, verb: "update", mode: "update", dryRun: false, runProgram: true });
  }

  /** Reads every resource and takes what is found into the state. */
  refresh(options: RefreshOptions = {}): Promise<EngineResult> {
    const { previewOnly: dryRun = false, runProgram = false, ...rest } = options;
    return this.run({ ...rest, verb: "refresh", mode: "refresh", refresh: true, dryRun, runProgram });
  }

  /** Deletes every resource. */
  destroy(options: DestroyOptions = {}): Promise<EngineResult> {
    const { previewOnly: dryRun = false, runProgram = false, ...rest } = options;
    return this.run({ ...rest, verb: "destroy", mode: "destroy", dryRun, runProgram });
  }

  /** The state in the form of `pulumi stack export`, secrets encrypted. */
  exportState(): StackExport {
    return this.options.state.load() ?? exportStack({ resources: [], pending: [] }, new Cipher(""));
  }

  /**
   * What Ctrl-C does. The first one lets the calls in flight end, without limit, and starts nothing
   * new; the operation then ends with status 1. The second one ends the provider: SIGINT, SIGKILL 5 s
   * later. The operation ends with status 8, and what was in flight is left pending in the state.
   */
  interrupt(): void {
    this.current?.interrupt();
  }

  private async run(settings: RunSettings): Promise<EngineResult> {
    if (this.current !== undefined) throw new Error(`${settings.verb}: another operation still runs`);
    try {
      this.current = new OperationRun(this.options, settings);
      return await this.current.run();
    } finally {
      this.current = undefined;
    }
  }
}
