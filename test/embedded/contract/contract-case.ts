/** One thing that a machine has to do like systemd 252. Written once, run on the embedded host and on real ones. */
export interface ContractCase {
  readonly name: string;
  /** Unit files in `/etc/systemd/system`, by name, there before the first step. */
  readonly units?: Readonly<Record<string, string>>;
  /** Shell lines, one after the other; `"boot"` restarts the machine. `$R` stands before absolute paths. */
  readonly steps: readonly string[];
}

/** What one step did, without what differs from run to run. */
export interface StepResult {
  readonly step: string;
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** A machine that contract cases run on. */
export interface ContractHost {
  /** Runs a shell script as root. */
  run(script: string): Promise<{ stdout: string; stderr: string }>;
  /** Restarts the machine and waits until it is up. */
  boot(): Promise<void>;
}

/** A gateway unit for a case: `lines` go to `[Unit]` when they begin with a dependency's name, else to `[Service]`. */
export function gatewayUnit(program: string, ...lines: string[]): string {
  const isDependency = (line: string) =>
    /^(Conflicts|Before|After|Wants|Requires|Condition|Start)/.test(line);
  return [
    "[Unit]",
    "Description=a gateway of the contract",
    "StartLimitIntervalSec=0",
    ...lines.filter(isDependency),
    "",
    "[Service]",
    ...(lines.some((line) => line.startsWith("Type=")) ? [] : ["Type=exec"]),
    `ExecStart=/usr/local/bin/${program}`,
    ...lines.filter((line) => !isDependency(line)),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}
