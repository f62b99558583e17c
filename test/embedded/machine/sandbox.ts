import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Directories that every machine has from the start; `home/…` and `root` come with the accounts. */
const DIRECTORIES = [
  "etc/systemd/system/multi-user.target.wants",
  "etc/systemd/system.control",
  "run/systemd/system",
  "run/systemd/system.control",
  "usr/lib/systemd/system",
  "usr/local/lib/systemd/system",
  "usr/local/bin",
  "var/lib",
  "tmp",
];

/** A program that the stand-in manager runs as a simulated gateway: its content only has to be executable. */
const GATEWAY_PROGRAM = "#!/bin/sh\necho 'hermes: simulated by the embedded host'\n";

/** The file tree of one embedded host, below a temporary directory, and the directory of its tools beside it. */
export class Sandbox {
  /** Temporary directory of this host; everything is below it. */
  readonly directory: string;
  /** What `HERMES_FLEET_ROOT` says: the machine's `/`. */
  readonly root: string;
  /** Directory that comes first in `PATH`. */
  readonly tools: string;

  constructor(private readonly accounts: readonly string[]) {
    this.directory = mkdtempSync(join(tmpdir(), "hermes-embedded-"));
    this.root = join(this.directory, "root");
    this.tools = join(this.directory, "tools");
    mkdirSync(this.tools);
    this.fill();
  }

  /** Stands in the environment of every process of this machine, and of no other. */
  get mark(): string {
    return `HERMES_FLEET_ROOT=${this.root}`;
  }

  /** Where a path of the machine lies on this one: `/etc/x` becomes `<root>/etc/x`; a path inside stays. */
  path(path: string): string {
    return path === this.root || path.startsWith(`${this.root}/`) ? path : join(this.root, path);
  }

  /** How the machine itself names a path: without the root. */
  inside(path: string): string {
    return path.startsWith(`${this.root}/`) ? path.slice(this.root.length) : path;
  }

  machineId(): string {
    return readFileSync(this.path("/etc/machine-id"), "utf8").trim();
  }

  /** Writes a file with its directories. */
  write(path: string, text: string, mode = 0o644): void {
    const file = this.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  }

  /** An empty machine with a machine-id of its own. */
  empty(): void {
    rmSync(this.root, { recursive: true, force: true });
    this.fill();
  }

  /** What a boot does to `/run`. */
  emptyRun(): void {
    rmSync(this.path("/run"), { recursive: true, force: true });
    for (const name of DIRECTORIES)
      if (name.startsWith("run/")) mkdirSync(this.path(name), { recursive: true });
  }

  /** What a machine without systemd does not have. */
  removeSystemd(): void {
    rmSync(this.path("/run/systemd"), { recursive: true });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private fill(): void {
    for (const name of DIRECTORIES) mkdirSync(this.path(name), { recursive: true });
    const lines = ["root:x:0:0:root:/root:/bin/sh"];
    mkdirSync(this.path("/root"), { mode: 0o700 });
    this.accounts.forEach((account, index) => {
      mkdirSync(this.path(`/home/${account}`), { recursive: true, mode: 0o700 });
      lines.push(`${account}:x:${1000 + index}:${1000 + index}::/home/${account}:/bin/sh`);
    });
    this.write("/etc/passwd", `${lines.join("\n")}\n`);
    this.write("/etc/machine-id", `${randomBytes(16).toString("hex")}\n`, 0o444);
    this.write("/usr/local/bin/hermes", GATEWAY_PROGRAM, 0o755);
  }
}
