import { connect } from "node:net";

/** How often to look whether the engine still is there, in milliseconds. */
const POLL_MS = 2000;
/** Refusals one after the other that mean it is gone: an engine that ends closes its port a little before itself. */
const REFUSALS = 2;

/**
 * Calls `gone` once when nothing listens at the engine's address any more. The engine starts a provider through a shell,
 * which outlives an engine that is killed, so that the provider's parent stays the same and its pipes stay open. A
 * connection is opened and closed again each time: one that stayed would keep the engine from ending.
 *
 * @param address `<host>:<port>`; one of another form is not watched
 */
export function watchEngine(address: string, gone: () => void, pollMs = POLL_MS): void {
  const place = /^\[?(?<host>[0-9A-Za-z.:-]+?)\]?:(?<port>\d{1,5})$/.exec(address)?.groups;
  if (place?.host === undefined) return;
  const { host, port } = place;
  let refusals = 0;
  const timer = setInterval(() => {
    const socket = connect({ host, port: Number(port) });
    socket.unref();
    socket.setTimeout(pollMs, () => socket.destroy());
    socket.on("connect", () => {
      refusals = 0;
      socket.destroy();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNREFUSED") return;
      refusals += 1;
      if (refusals < REFUSALS) return;
      clearInterval(timer);
      gone();
    });
  }, pollMs);
  timer.unref();
}

/** The engine's address, when this process is the provider that an engine started: its one argument. */
export function engineAddress(argv: readonly string[] = process.argv): string | undefined {
  const [, script = "", address] = argv;
  return /[\\/]dynamic-provider(?:[\\/]index(?:\.js)?)?$/.test(script) ? address : undefined;
}
