import { parseInstallation } from "../../../provider/core/installation/parse-installation";
import { connect } from "../../../provider/host/connect.js";
import type { Connection } from "../../../provider/host/connection.js";
import { HostError } from "../../../provider/host/host-error.js";
import { ensureInstallation } from "../../../provider/host/installation/run-installation.js";
import { HostSession } from "../../../provider/host/session/host-session.js";
import { surveyHost } from "../../../provider/host/survey/survey-host.js";
import { tell } from "../../../provider/host/tell.js";
import { ensure, observe } from "../../resources/support/operations";
import { EMPTY_ENV } from "../ssh/support/use-servers";
import { CONNECT_MS, type Conversation, LIMITS, type Outcome } from "./conversation";

// A process of its own: its memory is that of the client alone, and a loop without end is seen from outside.
process.on("message", (conversation: Conversation) => {
  void hold(conversation).then((outcome) => process.send?.(outcome));
});

let peakBytes = 0;
setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
}, 10).unref();

async function hold({ name, act, connection, friendly }: Conversation): Promise<Outcome> {
  const told: string[] = [];
  const began = performance.now();
  const hostile = ACTS[act](connection, (line) => told.push(written(line))).then(
    () => ({ code: "succeeded", message: "", ms: performance.now() - began }),
    (error: unknown) => ({
      code: error instanceof HostError ? error.code : "no HostError",
      message: String((error as Error).message),
      ms: performance.now() - began,
    }),
  );
  const other = ACTS.apply(friendly, () => undefined).then(
    () => "succeeded",
    (error: unknown) => String(error),
  );
  const [came, otherCame] = await Promise.all([hostile, other]);
  peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  return { name, told, other: otherCame, peakBytes, ...came };
}

/** What `tell` writes of a line. */
function written(line: string): string {
  let text = "";
  const { write } = process.stdout;
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  tell(`vm1: ${line}`);
  process.stdout.write = write;
  return text.trimEnd();
}

type Act = (connection: Connection, tell: (line: string) => void) => Promise<unknown>;

const dial = (connection: Connection, onProgress: (line: string) => void) =>
  connect(connection, {
    hostKeyName: "vm1",
    env: EMPTY_ENV,
    deadlineMs: CONNECT_MS,
    keepaliveIntervalMs: 300,
    onProgress,
  });

const inSession =
  (work: (session: HostSession) => Promise<unknown>): Act =>
  async (connection, onProgress) => {
    const session = new HostSession(() => dial(connection, onProgress), { onProgress, limits: LIMITS });
    await work(session).finally(() => session.close());
  };

const ACTS: Readonly<Record<Conversation["act"], Act>> = {
  apply: inSession((session) => session.apply(ensure("a.service"))),
  look: inSession((session) => session.observe(observe("a.service"))),
  survey: (connection) =>
    surveyHost(connection, {
      hostKeyName: "vm1",
      deadlineMs: LIMITS.timeoutMs,
      connectMs: CONNECT_MS,
      accounts: [],
      env: EMPTY_ENV,
    }),
  install: async (connection, onProgress) => {
    const { installation } = parseInstallation({ from: "pypi", version: "0.19.0" });
    if (!installation) throw new Error("no installation");
    const host = await dial(connection, onProgress);
    await ensureInstallation(host, installation, { owner: "o/p/s::n", onProgress }).finally(() =>
      host.close(),
    );
  },
};
