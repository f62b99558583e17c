import type { Detected } from "./detect";
import { isEveryAddress } from "./listener";

/** Why nobody can ask a profile's API server for its name. */
export type ApiServerProblem = "none" | "key-elsewhere" | "not-on-loopback" | "named-otherwise";

/** Where a profile's API server can be asked: its address, `true` for the port that is allocated to it, or why not. */
export function apiServerAt({
  listeners,
  allocated,
  settings,
}: Detected): string | true | { readonly not: ApiServerProblem } {
  const listener = listeners.find(({ platform }) => platform === "api_server");
  const isAllocated = allocated.some(({ platform }) => platform === "api_server");
  if (listener === undefined && !isAllocated) return { not: "none" };
  if (settings.variable("API_SERVER_KEY") === undefined) return { not: "key-elsewhere" };
  const otherName =
    settings.variable("API_SERVER_MODEL_NAME") ?? settings.platform("api_server", "extra", "model_name");
  if (otherName !== undefined) return { not: "named-otherwise" };
  const host = settings.variable("API_SERVER_HOST")?.value ?? "127.0.0.1";
  const address = dialled(listener?.address ?? String(host));
  if (listener === undefined) return address === "127.0.0.1" ? true : { not: "not-on-loopback" };
  return address === undefined ? { not: "not-on-loopback" } : `http://${address}:${listener.port}`;
}

/** Where the machine itself reaches what is bound to an address. */
function dialled(address: string): string | undefined {
  const bare = address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "");
  if (bare === "::" || bare === "::1") return "[::1]";
  if (isEveryAddress(bare) || bare === "localhost") return "127.0.0.1";
  return /^127(\.\d{1,3}){3}$/.test(bare) ? bare : undefined;
}
