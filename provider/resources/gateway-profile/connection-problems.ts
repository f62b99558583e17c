import { addressComplaint } from "../../core/rules/host-address";
import { shownKey } from "../../core/rules/shown-key";
import { hasUnknown } from "../unknown.js";

const TYPES: Readonly<Record<string, "string" | "number" | "boolean">> = {
  host: "string",
  port: "number",
  user: "string",
  password: "string",
  privateKey: "string",
  privateKeyPassword: "string",
  privateKeyFile: "string",
  agentSocketPath: "string",
  hostKey: "string",
  knownHostsFile: "string",
  perDialTimeout: "number",
  dialErrorLimit: "number",
  local: "boolean",
};

/** What is wrong with a connection as far as it is known; never says a value. */
export function connectionProblems(connection: unknown, path = "connection"): string[] {
  if (connection === undefined) return [`${path} is missing; give the host a connection`];
  if (hasUnknown(connection) && typeof connection === "string") return [];
  if (typeof connection !== "object" || connection === null)
    return [`${path} must be a map like { host: … }`];
  const entries = Object.entries(connection).filter(([, value]) => value !== undefined && value !== null);
  const problems = entries.flatMap(([key, value]) => {
    const at = `${path}.${shownKey(key)}`;
    if (key === "proxy" && path === "connection") return connectionProblems(value, at);
    const type = TYPES[key];
    if (type === undefined)
      return [`${at} is no option of a connection; known are ${Object.keys(TYPES).join(", ")}, proxy`];
    if (!hasUnknown(value) && typeof value !== type) return [`${at} must be a ${type}`];
    if (key === "host") return hostProblem(at, value);
    return key === "port" ? portProblem(at, value) : [];
  });
  const hasHost = "host" in connection || "local" in connection;
  return hasHost ? problems : [...problems, `${path}.host is missing; write the machine's name or address`];
}

function hostProblem(at: string, value: unknown): string[] {
  const complaint = typeof value === "string" && !hasUnknown(value) ? addressComplaint(value) : undefined;
  return complaint === undefined ? [] : [`${at} ${complaint.replace("\n", "; ")}`];
}

function portProblem(at: string, value: unknown): string[] {
  if (typeof value !== "number" || (Number.isInteger(value) && value >= 1 && value <= 65535)) return [];
  return [`${at} must be a whole number from 1 to 65535`];
}
