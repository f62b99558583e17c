/** Directory of the locks between gateways of different managers; a tmpfiles.d entry of ours makes them at boot. */
const LOCK_DIRECTORY = "/run/hermes-fleet";

/** Exit status of a start that found its lock taken. It stands in `RestartPreventExitStatus=`, and Hermes has none like it. */
export const LOCK_TAKEN_STATUS = 73;

/** Key in `[Unit]` for the neighbours under other managers; systemd skips it silently. */
export const EXCLUDES_KEY = "X-Excludes";

/** Not waiting, not forking (so that the gateway is the main process), with a status of its own. */
const FLOCK = ["/usr/bin/flock", "-n", "-F", "-E", String(LOCK_TAKEN_STATUS)];

/**
 * A command behind its locks. They are taken one by one in the order of their names: of several gateways that start
 * at once, the one that got furthest meets no lock that another holds, so one of them always runs.
 */
export function lockedCommand(locks: readonly string[], command: readonly string[]): string[] {
  return [...locks.flatMap((lock) => [...FLOCK, `${LOCK_DIRECTORY}/${lock}`]), ...command];
}

/** What stands behind the locks of a command, and their names; the inverse of {@link lockedCommand}. */
export function unlockedCommand(words: readonly string[]): {
  readonly locks: readonly string[];
  readonly command: readonly string[];
} {
  const locks: string[] = [];
  let rest = words;
  for (;;) {
    const path = rest[FLOCK.length];
    if (path === undefined || !FLOCK.every((word, i) => rest[i] === word)) break;
    if (!path.startsWith(`${LOCK_DIRECTORY}/`)) break;
    locks.push(path.slice(LOCK_DIRECTORY.length + 1));
    rest = rest.slice(FLOCK.length + 1);
  }
  return { locks, command: rest };
}
