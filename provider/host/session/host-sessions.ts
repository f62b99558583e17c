import { connect } from "../connect.js";
import type { Connection } from "../connection.js";
import { HostError } from "../host-error.js";
import { tell } from "../tell.js";
import { endOnSignal } from "./end-on-signal.js";
import { redactFor, rememberSecrets } from "./host-secrets.js";
import { HostSession } from "./host-session.js";

/** What one dial is told besides the connection. */
export interface SessionSettings {
  /** The operator's key for the machine. */
  readonly hostKeyName: string;
  /** Seconds to wait for a machine that is still booting. */
  readonly connectDeadlineSeconds: number;
}

interface Known {
  readonly session: HostSession;
  /** Tells the operator something about this machine. */
  readonly say: (line: string) => void;
}

const sessions = new Map<string, Known>();
let ending = false;

/**
 * The session of a machine in this process: one connection however many resources.
 * @throws HostError `interrupted` once the process has been told to end.
 */
export function sessionFor(connection: Connection, settings: SessionSettings): HostSession {
  if (ending) throw interrupted(settings.hostKeyName);
  rememberSecrets(settings.hostKeyName, secretsOf(connection));
  endWithEngine();
  const key = JSON.stringify([settings.hostKeyName, sorted(connection)]);
  const known = sessions.get(key);
  if (known) return known.session;
  const say = (line: string): void => tellOf(settings.hostKeyName, line);
  const session = new HostSession(
    () =>
      connect(connection, {
        hostKeyName: settings.hostKeyName,
        deadlineMs: settings.connectDeadlineSeconds * 1000,
        onProgress: say,
      }),
    { onProgress: say },
  );
  sessions.set(key, { session, say });
  return session;
}

/** Has this process end with the engine that started it, also before anything is asked of a machine. */
export function endWithEngine(): void {
  endOnSignal({
    busy: () => [...sessions.values()].some(({ session }) => session.busy),
    stop: refuseEverything,
  });
}

/** Ends every connection of this process; for programs that are not the provider process. */
export async function closeSessions(): Promise<void> {
  const open = [...sessions.values()];
  sessions.clear();
  await Promise.all(open.map(({ session }) => session.close()));
}

function refuseEverything(): void {
  for (const { session, say } of sessions.values()) {
    const seconds = session.putsBackWithinSeconds;
    if (seconds !== undefined && !ending) {
      say(
        `a change is under way there; the host finishes it, or has put itself back in ${seconds} s at the latest`,
      );
    }
    session.refuseWaiting(interrupted("this run"));
  }
  ending = true;
}

function interrupted(host: string): HostError {
  return new HostError("interrupted", {
    host,
    message: "the run was interrupted before this operation began; nothing of it was changed",
    remedy: "run the same command again",
  });
}

function tellOf(hostKeyName: string, line: string): void {
  tell(redactFor(hostKeyName, `${hostKeyName}: ${line}`));
}

/** Every secret text of a connection, for redaction. */
export function secretsOf(connection: Connection): string[] {
  const endpoints = connection.proxy ? [connection, connection.proxy] : [connection];
  return endpoints.flatMap(({ password, privateKey, privateKeyPassword }) =>
    [password, privateKey, privateKeyPassword].filter((text) => text !== undefined),
  );
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
