import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { readChanges } from "./cli-events";
import { type Driver, gatewayUrn, type Project, type RunOptions, type RunResult, STACK } from "./driver";
import type { FoundCli } from "./find-cli";
import { repoRoot } from "./repo-root";

interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real CLI at work on a project, with a local backend in a temporary directory of its own. */
export async function cliDriver(cli: FoundCli, project: Project): Promise<Driver> {
  const driver = new CliDriver(cli, project);
  try {
    await driver.begin();
  } catch (error) {
    await driver.close();
    throw error;
  }
  return driver;
}

class CliDriver implements Driver {
  readonly kind = "cli";
  private readonly home = mkdtempSync(join(tmpdir(), "hermes-pulumi-"));
  private readonly stack: string;
  private configured = "{}";
  private runs = 0;
  private current: ChildProcess | undefined;

  constructor(
    private readonly cli: FoundCli,
    private readonly project: Project,
  ) {
    this.stack = project.stack ?? STACK;
  }

  async begin(): Promise<void> {
    mkdirSync(join(this.home, "backend"));
    await this.must(["stack", "init", this.stack]);
  }

  preview(options: RunOptions = {}): Promise<RunResult> {
    return this.operate("preview", [...this.shown(options), ...refreshed(options)], options);
  }

  up(options: RunOptions = {}): Promise<RunResult> {
    return this.operate("up", ["--yes", "--skip-preview", "--diff", ...refreshed(options)], options);
  }

  refresh(options: RunOptions = {}): Promise<RunResult> {
    return this.operate("refresh", ["--diff", ...looking(options)], options);
  }

  destroy(options: RunOptions = {}): Promise<RunResult> {
    return this.operate("destroy", ["--diff", ...looking(options)], options);
  }

  async exportState(): Promise<string> {
    return (await this.must(["stack", "export"])).stdout;
  }

  interrupt(): void {
    this.current?.kill("SIGINT");
  }

  async close(): Promise<void> {
    rmSync(this.home, { recursive: true, force: true });
  }

  private shown({ json }: RunOptions): string[] {
    return [json ? "--json" : "--diff"];
  }

  private async operate(verb: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    await this.configure();
    this.runs += 1;
    const events = join(this.home, `events-${this.runs}.jsonl`);
    const { targets = [], parallel = 64, continueOnError, verbose } = options;
    const all = [
      verb,
      ...args,
      ...["--stack", this.stack, "--parallel", String(parallel), "--event-log", events],
      ...targets.flatMap((name) => ["--target", gatewayUrn(this.project, name)]),
      ...(continueOnError ? ["--continue-on-error"] : []),
      ...(verbose ? ["--logtostderr", "-v=9", "--logflow"] : []),
    ];
    const { exitCode, stdout, stderr } = await this.run(all, options.env);
    const lines = stderr.split("\n");
    const isLog = (line: string): boolean => line.startsWith('{"time":');
    return {
      exitCode,
      text: stdout + lines.filter((line) => !isLog(line)).join("\n"),
      changes: readChanges(events),
      log: lines.filter(isLog).join("\n"),
    };
  }

  /** Hands over the project's configuration when it is not what the last run had. */
  private async configure(): Promise<void> {
    const { config, secrets } = this.project;
    const wanted = JSON.stringify(config);
    if (wanted === this.configured) return;
    const values = Object.entries(config).flatMap(([key, value]) => [
      secrets.includes(key) ? "--secret" : "--plaintext",
      `${key}=${value}`,
    ]);
    await this.must(["config", "set-all", "--stack", this.stack, ...values]);
    this.configured = wanted;
  }

  private async must(args: readonly string[]): Promise<Finished> {
    const finished = await this.run(args);
    if (finished.exitCode !== 0) {
      throw new Error(`pulumi ${args[0]} ${args[1]}: exit status ${finished.exitCode}\n${finished.stderr}`);
    }
    return finished;
  }

  private run(args: readonly string[], env: RunOptions["env"] = {}): Promise<Finished> {
    const child = spawn(this.cli.path, [...args, "--non-interactive", "--color", "never"], {
      cwd: this.project.dir,
      env: this.environment(env),
      // A group of its own: a Ctrl-C at the tests is theirs.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.current = child;
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
    });
  }

  private environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    // The dynamic provider's start script comes with the SDK, the CLI's own folder has it in full installations only.
    const sdk = join(repoRoot(), "node_modules", "@pulumi", "pulumi");
    const path = [dirname(process.execPath), dirname(this.cli.path), process.env.PATH, sdk];
    return {
      ...Object.fromEntries(inherited),
      PATH: path.join(delimiter),
      PULUMI_HOME: join(this.home, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.home, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "end to end",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Makes `--event-log` an option.
      PULUMI_DEBUG_COMMANDS: "true",
      ...env,
    };
  }
}

function refreshed({ refresh }: RunOptions): string[] {
  return refresh ? ["--refresh"] : [];
}

function looking({ previewOnly, runProgram, refresh }: RunOptions): string[] {
  return [
    ...(previewOnly ? ["--preview-only"] : ["--yes", "--skip-preview"]),
    ...(runProgram ? ["--run-program"] : []),
    ...(refresh ? ["--refresh"] : []),
  ];
}
