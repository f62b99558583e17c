import { claimDirectory, releaseClaim } from "./claim";

/** Claims a directory and gives it back again and again, beside others; ends with 1 at the first error. */
const [directory = "", rounds = "0"] = process.argv.slice(2);
for (let left = Number(rounds); left > 0; ) {
  if (!claimDirectory(directory, { process: process.pid })) continue;
  releaseClaim(directory);
  left--;
}
