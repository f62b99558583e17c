import { sha256Hex } from "../digest";
import { sortedEntries, sortedUnique } from "../order";
import { inRange, type PortRange, portCount } from "./port-range";

/** Listeners that need a port, by profile key: Hermes' names of their platforms. */
export type PortRequests = Readonly<Record<string, readonly string[]>>;

/** The port of each listener, by profile key and platform. */
export type AssignedPorts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the ports of one host are allocated from. */
export interface PortAllocation {
  readonly hostKey: string;
  readonly range: PortRange;
  readonly requests: PortRequests;
  /** Ports that gateways of the host have anyway. */
  readonly taken: readonly number[];
  /** What was assigned the last time; empty for the first. */
  readonly remembered: AssignedPorts;
}

/** The ports of one host, and what is wrong with them. */
export interface AllocatedPorts {
  /** Every request that has a port; no port twice. */
  readonly assigned: AssignedPorts;
  readonly problems: readonly PortProblem[];
}

/**
 * A request without a good port. `taken`: the port that it has is now declared elsewhere too. `none-free`: nothing
 * is left in the range, not counting `released`, which are free from the next update on.
 */
export type PortProblem =
  | { readonly kind: "taken"; readonly profileKey: string; readonly listener: string; readonly port: number }
  | {
      readonly kind: "none-free";
      readonly profileKey: string;
      readonly listener: string;
      readonly released: number;
    };

/**
 * Gives every request a port. One that is remembered and lies in the range is kept, whatever else changes. A new one
 * begins where the SHA-256 of host, profile and listener points and goes up to the first that nobody has; ports that
 * are released at the same time stay unused, because their gateways still run while the new ones are started. Pure;
 * the order of anything changes nothing.
 */
export function allocatePorts({
  hostKey,
  range,
  requests,
  taken,
  remembered,
}: PortAllocation): AllocatedPorts {
  const declared = new Set(taken);
  const kept = new Set<number>();
  const problems: PortProblem[] = [];
  const placed: Placed[] = [];
  const fresh: Request[] = [];
  for (const request of requestsIn(requests)) {
    const port = rememberedPort(remembered, request);
    if (port === undefined || !inRange(range, port) || kept.has(port)) {
      fresh.push(request);
      continue;
    }
    kept.add(port);
    placed.push({ ...request, port });
    if (declared.has(port)) problems.push({ kind: "taken", ...request, port });
  }
  const before = new Set(Object.values(remembered).flatMap((ports) => Object.values(ports)));
  const released = [...before].filter(
    (port) => inRange(range, port) && !kept.has(port) && !declared.has(port),
  );
  const avoided = new Set([...declared, ...before]);
  for (const request of fresh) {
    const port = freePort(hostKey, request, range, avoided);
    if (port === undefined) {
      problems.push({ kind: "none-free", ...request, released: released.length });
      continue;
    }
    avoided.add(port);
    placed.push({ ...request, port });
  }
  return { assigned: byProfile(placed), problems };
}

interface Request {
  readonly profileKey: string;
  readonly listener: string;
}

type Placed = Request & { readonly port: number };

function requestsIn(requests: PortRequests): Request[] {
  return sortedEntries(requests).flatMap(([profileKey, listeners]) =>
    sortedUnique(listeners).map((listener) => ({ profileKey, listener })),
  );
}

function rememberedPort(remembered: AssignedPorts, { profileKey, listener }: Request): number | undefined {
  const ports = Object.hasOwn(remembered, profileKey) ? remembered[profileKey] : undefined;
  return ports !== undefined && Object.hasOwn(ports, listener) ? ports[listener] : undefined;
}

/** The first free port from the proposed one upwards; behind the last comes the first. */
function freePort(
  hostKey: string,
  { profileKey, listener }: Request,
  range: PortRange,
  avoided: ReadonlySet<number>,
): number | undefined {
  const count = portCount(range);
  // twelve digits are 48 bits, which a number holds exactly
  const digest = sha256Hex(JSON.stringify([hostKey, profileKey, listener])).slice(0, 12);
  const start = Number.parseInt(digest, 16) % count;
  for (let step = 0; step < count; step += 1) {
    const port = range.from + ((start + step) % count);
    if (!avoided.has(port)) return port;
  }
  return undefined;
}

function byProfile(placed: readonly Placed[]): AssignedPorts {
  const assigned: Record<string, Record<string, number>> = {};
  for (const { profileKey, listener, port } of placed) {
    assigned[profileKey] = { ...assigned[profileKey], [listener]: port };
  }
  return Object.fromEntries(
    sortedEntries(assigned).map(([key, ports]) => [key, Object.fromEntries(sortedEntries(ports))]),
  );
}
