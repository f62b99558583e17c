import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The part with `bounded`, for a script of its own in which root runs something as an account: it needs `$W`. */
export function boundedScript(): Buffer {
  return readFileSync(join(__dirname, "11-bounded.sh"));
}
