import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cliDriver } from "../../test/e2e/cli-driver";
import type { Driver, RunOptions } from "../../test/e2e/driver";
import { engineDriver } from "../../test/e2e/engine-driver";
import type { FoundCli } from "../../test/e2e/find-cli";
import { makeProject, type TestProject } from "../../test/e2e/project";
import { CALLS_VARIABLE, IDLE_VARIABLE, type RecordedCall } from "./record-calls";

/** How long one run took. */
export interface Timing {
  /** Seconds from the first call of the provider that may touch a host to its last answer; 0 without a call. */
  readonly share: number;
  /** Seconds from the start of Pulumi to its end. */
  readonly whole: number;
  /** Calls that may touch a host. */
  readonly calls: number;
}

/** A project whose runs are timed inside of the provider process. */
export class TimedProject {
  private constructor(
    readonly project: TestProject,
    private readonly driver: Driver,
    private readonly idle: boolean,
  ) {}

  /**
   * Makes a project for the CLI, or for the test engine where there is none.
   * @param options `idle`: the provider answers at once and touches no host; no by default
   */
  static async make(cli: FoundCli | undefined, { idle = false } = {}): Promise<TimedProject> {
    const project = makeProject({ name: "bench" });
    return new TimedProject(project, cli ? await cliDriver(cli, project) : await engineDriver(project), idle);
  }

  /** `pulumi up` with this fleet. @throws Error with Pulumi's output when it fails */
  up(fleet: object, options: RunOptions = {}): Promise<Timing> {
    this.project.writeFleet(fleet);
    return this.time(options, (all) => this.driver.up(all));
  }

  /** `pulumi destroy`. @throws Error as {@link up} */
  destroy(options: RunOptions = {}): Promise<Timing> {
    return this.time(options, (all) => this.driver.destroy(all));
  }

  async close(): Promise<void> {
    await this.driver.close();
    this.project.remove();
  }

  private async time(
    options: RunOptions,
    run: (options: RunOptions) => ReturnType<Driver["up"]>,
  ): Promise<Timing> {
    const file = join(this.project.dir, "calls.jsonl");
    rmSync(file, { force: true });
    const preload = `--require ${join(__dirname, "record-calls.js")}`;
    const env = {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} ${preload}`,
      [CALLS_VARIABLE]: file,
      ...(this.idle ? { [IDLE_VARIABLE]: "1" } : {}),
    };
    const began = performance.now();
    const { exitCode, text } = await run({ ...options, env });
    const whole = (performance.now() - began) / 1000;
    if (exitCode !== 0) throw new Error(`exit status ${exitCode}\n${text}`);
    const calls = readCalls(file);
    if (calls.length === 0) return { share: 0, whole, calls: 0 };
    const from = Math.min(...calls.map((call) => call.from));
    const to = Math.max(...calls.map((call) => call.to));
    return { share: (to - from) / 1000, whole, calls: calls.length };
  }
}

function readCalls(file: string): RecordedCall[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line) => (line === "" ? [] : [JSON.parse(line) as RecordedCall]));
}
