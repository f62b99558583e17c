import type { EmbeddedHost } from "./embedded-host";
import type { Behaviour } from "./manager/behaviour";

/** One line that the owner of an embedded host in another process sends. */
interface ControlRequest {
  /** Comes back with the answer. */
  readonly id: number;
  /** Name of the host. @default the first one */
  readonly host?: string;
  /** What to do. */
  readonly do: string;
  readonly unit?: string;
  readonly behaviour?: Behaviour;
  readonly signal?: number;
  readonly path?: string;
  readonly text?: string;
  readonly mode?: number;
  readonly refuse?: boolean;
}

/** What there is to do; each takes its words from the request and gives what can be written as JSON. */
const ACTIONS: Readonly<Record<string, (host: EmbeddedHost, request: ControlRequest) => unknown>> = {
  status: (host) => ({
    units: host.units(),
    running: host.running(),
    commands: host.commands,
    reloads: host.reloads,
    connections: host.connections,
    machineId: host.machineId,
  }),
  behave: (host, request) => host.behave(word(request, "unit"), request.behaviour ?? {}),
  crash: (host, request) => host.crash(word(request, "unit"), request.signal),
  journal: (host, request) => host.journal(word(request, "unit")),
  read: (host, request) => host.read(word(request, "path")),
  write: (host, request) => host.write(word(request, "path"), word(request, "text"), request.mode),
  boot: (host) => host.boot(),
  reset: (host) => host.reset(),
  cut: (host) => host.cutConnections(),
  refuse: (host, request) => host.refuseConnections(request.refuse ?? true),
  "rotate-host-key": (host) => {
    host.rotateHostKey();
    return host.hostKey;
  },
};

/** Answers one line: `{"id":1,"result":…}` or `{"id":1,"error":"…"}`. */
export async function answerLine(hosts: readonly EmbeddedHost[], line: string): Promise<string> {
  let id: number | null = null;
  try {
    const request = JSON.parse(line) as ControlRequest;
    id = request.id;
    const host = request.host === undefined ? hosts[0] : hosts.find(({ name }) => name === request.host);
    if (!host) throw new Error(`there is no host ${request.host}`);
    const action = ACTIONS[request.do];
    if (!action) throw new Error(`unknown: ${request.do}; there are ${Object.keys(ACTIONS).join(", ")}`);
    return JSON.stringify({ id, result: (await action(host, request)) ?? null });
  } catch (error) {
    return JSON.stringify({ id, error: (error as Error).message });
  }
}

function word(request: ControlRequest, key: "unit" | "path" | "text"): string {
  const value = request[key];
  if (value === undefined) throw new Error(`${request.do} needs "${key}"`);
  return value;
}
