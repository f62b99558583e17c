import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { recordingsDir, repoRoot } from "./repo-root";

/** A project folder of its own for each test file, with what it needs in `node_modules`. */
export interface TestProject {
  readonly dir: string;
  /** Writes a file, by its path in the folder. */
  write(path: string, text: string): void;
  /** Removes the folder. */
  remove(): void;
}

/** The recorded program, with the recorded provider package installed. */
export function recordedProject(): TestProject {
  const program = join(recordingsDir(), "program");
  return project({}, (dir) => {
    // Kept under another name so that it is not compiled with the tests.
    cpSync(join(program, "index.ts.txt"), join(dir, "index.ts"));
    cpSync(join(program, "sample"), join(dir, "node_modules", "sample"), { recursive: true });
  });
}

/** A project of the given files, by their path in the folder; `more` may add to it. */
export function project(
  files: Record<string, string>,
  more = (_dir: string): void => undefined,
): TestProject {
  const dir = mkdtempSync(join(tmpdir(), "test-engine-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, "node_modules"));
  symlinkSync(join(repoRoot(), "node_modules", "@pulumi"), join(dir, "node_modules", "@pulumi"), "dir");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  try {
    write("package.json", JSON.stringify({ name: "program", version: "1.0.0", private: true }));
    for (const [path, text] of Object.entries(files)) write(path, text);
    more(dir);
  } catch (error) {
    remove();
    throw error;
  }
  return { dir, write, remove };
}
