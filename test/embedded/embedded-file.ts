import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of `test/embedded/` in the repository, above the compiled code or above the working directory. */
export function embeddedFile(name: string): string {
  for (const start of [__dirname, process.cwd()]) {
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      const file = join(folder, "test", "embedded", name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error(`test/embedded/${name} is neither above ${__dirname} nor above ${process.cwd()}`);
}
