import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../provider/host/connect.js";
import { mustRun } from "../../lab/command";
import type { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";
import { labDirectory } from "../../lab/paths";

/** Where a host of the lab has its wheels. */
export const WHEELHOUSE = "/srv/wheels";

/** More than all wheels together, in bytes. */
const LARGEST = 1 << 29;

/** The lab's Debian has this Python. */
const PYTHON = "3.11";
const MACHINES: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: "x86_64", arm64: "aarch64" };

/** Downloads wheels for the lab's hosts with this machine's pip, kept for later runs: a directory. */
async function downloaded(requirements: readonly string[]): Promise<string> {
  const machine = MACHINES[process.arch] ?? process.arch;
  const digest = createHash("sha256")
    .update(JSON.stringify([requirements, PYTHON, machine]))
    .digest("hex");
  const directory = join(labDirectory(), `wheels-${digest.slice(0, 12)}`);
  if (existsSync(directory)) return directory;
  mkdirSync(labDirectory(), { recursive: true });
  const draft = mkdtempSync(join(labDirectory(), "wheels-draft-"));
  try {
    for (const requirement of requirements) {
      const platforms = ["manylinux2014", "manylinux_2_17", "manylinux_2_28"].flatMap((name) => [
        "--platform",
        `${name}_${machine}`,
      ]);
      const target = [
        "--only-binary=:all:",
        "--python-version",
        PYTHON,
        "--implementation",
        "cp",
        ...platforms,
      ];
      const words = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-input",
        "--dest",
        draft,
        ...target,
        requirement,
      ];
      await mustRun("python3", words, { timeoutMs: 5 * 60_000 });
    }
    renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return directory;
}

/** Gives a host, which has no way to an index, the wheels of these requirements and of all that they need. */
export async function fillWheelhouse(
  lab: Lab,
  host: LabHost,
  requirements: readonly string[],
): Promise<void> {
  const directory = await downloaded(requirements);
  const archive = execFileSync("tar", ["-c", "-C", directory, "."], { maxBuffer: LARGEST });
  const connection = {
    host: host.address,
    hostKey: host.hostKeys.join("\n"),
    privateKeyFile: lab.clientKey.privateKeyFile,
  };
  const shell = await connect(connection, { hostKeyName: host.name });
  const unpack = `mkdir -p ${WHEELHOUSE} && tar -x -C ${WHEELHOUSE} --no-same-owner`;
  const { exitCode, stderr } = await shell.exec(unpack, { stdin: archive });
  await shell.close();
  if (exitCode !== 0) throw new Error(`${host.name}: ${stderr}`);
}
