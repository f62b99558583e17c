import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is removed after the test that made it. */
export interface Scratch {
  readonly path: string;
  /** Writes a file and gives its path. */
  readonly write: (name: string, text: string) => string;
}

/** Call inside `describe`: gives each test a folder of its own. */
export function useScratch(): () => Scratch {
  let path = "";
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "ssh-test-"));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return () => ({
    path,
    write: (name, text) => {
      const file = join(path, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
  });
}
