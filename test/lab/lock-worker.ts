import { tryLock } from "./lock";

/** Takes a lock, says whether it has it, and stays until it is killed. */
void tryLock(process.argv[2] ?? "").then((release) => {
  process.send?.(release !== undefined);
  setInterval(() => {}, 60_000);
});
