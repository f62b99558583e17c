import { readdir, readFile, readlink } from "node:fs/promises";

/** Process ids of the dynamic providers that run in a project's directory. */
export async function providerProcesses(projectDir: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => isProvider(pid, projectDir)));
  return pids.filter((_, index) => found[index]).map(Number);
}

async function isProvider(pid: string, projectDir: string): Promise<boolean> {
  try {
    const [words, cwd] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      readlink(`/proc/${pid}/cwd`),
    ]);
    const [program = "", script = ""] = words.split("\0");
    return cwd === projectDir && /node$/.test(program) && script.includes("dynamic-provider");
  } catch {
    // It has ended, or belongs to somebody else.
    return false;
  }
}
