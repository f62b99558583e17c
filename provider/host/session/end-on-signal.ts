import { engineAddress, watchEngine } from "./watch-engine.js";

/** How long a transaction under way may take to end after a signal, in milliseconds; the engine kills after 5 s. */
const LAST_WAIT_MS = 4000;
const POLL_MS = 50;
/** How often to look whether the engine still is there, in milliseconds. */
const PARENT_POLL_MS = 2000;

interface Ending {
  /** Whether something is under way on a machine. */
  readonly busy: () => boolean;
  /** Refuses everything that has not begun. */
  readonly stop: () => void;
}

let installed = false;

/**
 * SIGINT and SIGTERM end the provider process: at once when nothing is under way, else after what is under way, 4 s
 * at most. What a machine has begun goes on there by itself, and the next run looks first what it finds. The engine
 * sends SIGINT at the end of every operation and waits 5 s, so an idle process must not stay. An engine that was
 * killed sends nothing: then nothing listens at its address, the process has another parent, or nobody reads what it
 * says.
 *
 * @param engine Address of the engine. @default what this process was started with, if an engine started it
 */
export function endOnSignal(ending: Ending, engine = engineAddress()): void {
  if (installed) return;
  installed = true;
  let began = false;
  const end = (): void => {
    ending.stop();
    if (began && ending.busy()) return;
    began = true;
    if (!ending.busy()) process.exit(0);
    const deadline = Date.now() + LAST_WAIT_MS;
    setInterval(() => {
      if (!ending.busy() || Date.now() > deadline) process.exit(130);
    }, POLL_MS);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  // Unheard, the error of a broken pipe comes to the SDK, which writes it to the broken pipe, without end.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", end);
  if (engine !== undefined) watchEngine(engine, end);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_POLL_MS).unref();
}
