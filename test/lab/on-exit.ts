const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `action`, which must not wait for the event loop, when this process exits or is told to end.
 * @returns a function that takes this back.
 */
export function onExit(action: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    forget();
    action();
    // Whoever else listens decides what the signal means; with nobody left it ends the process as usual.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off("exit", action);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on("exit", action);
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
