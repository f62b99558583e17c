import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file of `test/embedded/` in the repository, wherever the compiled code lies below it. */
export function embeddedFile(name: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "test", "embedded", name);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error(`test/embedded/${name} is not above ${__dirname}`);
  }
}
