import type { EngineOptions } from "../model/options";
import type { EngineResult, Op, StepReport } from "../model/result";
import { maskedProps } from "../model/values";
import { everything, runDeletes } from "../plan/deletes";
import { Operation, Stopped } from "../plan/operation";
import { ProviderHost } from "../plan/provider-host";
import { refreshAll } from "../plan/refresh-all";
import { startProgram } from "../process/program";
import { engineService } from "../serve/engine-service";
import { monitorService } from "../serve/monitor";
import { EngineServer } from "../serve/server";
import { renderResult } from "../text/render";
import { type OpenedState, openSnapshot } from "./open-snapshot";
import type { Mode } from "./program-registry";
import { ProgramRun } from "./run-program";

/** Everything an operation is told. */
export interface RunSettings {
  /** How messages call it. */
  readonly verb: string;
  readonly mode: Mode;
  readonly dryRun: boolean;
  readonly runProgram: boolean;
  readonly refresh?: boolean;
  readonly target?: readonly string[];
  readonly continueOnError?: boolean;
}

/** One operation from start to result. */
export class OperationRun {
  private readonly op: Operation;
  private readonly state: OpenedState;
  private readonly server: EngineServer;
  private host: ProviderHost | undefined;
  private program: ProgramRun | undefined;
  private interrupts = 0;

  constructor(
    private readonly options: EngineOptions,
    private readonly settings: RunSettings,
  ) {
    const { verb, dryRun, continueOnError = false, target } = settings;
    const targets = target === undefined ? undefined : new Set(target);
    this.state = openSnapshot(options, dryRun);
    this.op = new Operation(options, { verb, dryRun, continueOnError, targets }, this.state.snapshot);
    for (const { type, resource } of this.state.interrupted) {
      this.op.say("warning", `interrupted while ${type}, the outcome is not known`, resource.urn);
    }
    const { op } = this;
    this.server = new EngineServer(
      engineService(({ severity, message, urn }) => op.say(severity, message, urn)),
      monitorService(options, op.stack, dryRun, {
        register: (goal) => this.running.registry.register(goal),
        registerOutputs: (urn, outputs) => this.running.registry.registerOutputs(urn, outputs),
        finish: () => this.running.registry.finish(),
      }),
    );
  }

  /** Runs it; failures of program and provider are part of the result. */
  async run(): Promise<EngineResult> {
    const { op } = this;
    const address = await this.server.listen();
    const host = new ProviderHost(op, address);
    this.host = host;
    this.program = new ProgramRun(op, host, this.settings.mode);
    try {
      await this.phases(host, address);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    } finally {
      await op.idle();
      await (op.terminated ? host.terminate() : host.stop());
      this.server.close();
      this.state.flush();
    }
    return this.result(host);
  }

  /** See `TestEngine.interrupt`. */
  interrupt(): void {
    this.interrupts += 1;
    const { op, host } = this;
    if (this.interrupts === 1) {
      op.failed = true;
      op.stop();
      void host?.cancel();
      this.program?.kill();
    } else if (this.interrupts === 2) {
      op.terminated = true;
      void host?.terminate();
    }
  }

  private async phases(host: ProviderHost, address: string): Promise<void> {
    const { op, settings } = this;
    const { mode, runProgram, refresh = false, dryRun } = settings;
    if (refresh && !(mode === "refresh" && runProgram)) await refreshAll(op, host);
    if (runProgram) await this.running.run(() => startProgram(this.options, address, op.stack, dryRun));
    op.guard();
    if (mode === "refresh" && runProgram) await refreshAll(op, host);
    if (mode === "destroy") await runDeletes(op, host, everything(op));
  }

  private result(host: ProviderHost): EngineResult {
    const { op } = this;
    const what = op.settings.dryRun ? "preview" : "update";
    if (this.interrupts > 0) op.say("error", `${what} canceled`);
    else if (op.needsClosingWord) op.say("error", `${what} failed`);
    const { stdout: providerStdout, stderr: providerStderr } = host.output;
    const known = {
      exitCode: op.terminated ? 8 : Number(op.failed),
      steps: op.steps,
      diagnostics: op.diagnostics,
      calls: op.calls,
      registrations: op.registrations,
      outputs: maskedProps(this.running.registry.outputs),
      summary: summaryOf(op.steps, this.settings.mode),
      programOutput: this.running.output,
      providerStdout,
      providerStderr,
    };
    return {
      ...known,
      text: renderResult(known, { ...op.settings, project: this.options.projectName, stack: op.stack }),
    };
  }

  private get running(): ProgramRun {
    if (this.program === undefined) throw new Error("no program has been started");
    return this.program;
  }
}

/**
 * A replacement counts once, whatever it consists of. A refresh counts by what it found, but not when
 * it only comes before something else.
 */
function summaryOf(steps: readonly StepReport[], mode: Mode): Partial<Record<Op, number>> {
  const summary: Partial<Record<Op, number>> = {};
  for (const { op, found, status } of steps) {
    if (op === "refresh" && mode !== "refresh") continue;
    const counted = found ?? op;
    if (status !== "done" || op === "create-replacement" || op === "delete-replaced") continue;
    summary[counted] = (summary[counted] ?? 0) + 1;
  }
  return summary;
}
