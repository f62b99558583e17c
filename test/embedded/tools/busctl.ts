import type { Manager } from "../manager/manager";
import { propertiesOf } from "../manager/properties";
import type { UserManagers } from "../manager/user-managers";
import type { Tool } from "./tool";

const NUMBERS: Readonly<Record<string, string>> = { MainPID: "u", NRestarts: "u" };

/**
 * `busctl [--user] get-property SERVICE OBJECT INTERFACE PROPERTY...`: a line with type and value for each property of
 * a unit, of the system's manager or of the one of whoever asks.
 */
export function busctl(system: Manager, users: UserManagers): Tool {
  return ({ args, user }) => {
    const own = args.includes("--user");
    const manager = own ? users.of(user) : system;
    if (!manager) return { code: 1, err: "Failed to set bus address: No medium found\n" };
    const [verb, , object = "", , ...names] = args.filter((word) => word !== "--user");
    const unit = unitOf(object);
    if (verb !== "get-property" || unit === undefined)
      return { code: 1, err: "Unknown command verb or object.\n" };
    const properties = new Map(propertiesOf(manager, manager.registry.get(unit), false));
    const lines = names.map((name) => line(name, properties.get(name)));
    const unknown = names.find((name) => !properties.has(name));
    return unknown === undefined
      ? { code: 0, out: lines.join("") }
      : { code: 1, err: `Failed to get property ${unknown}: Unknown property or interface.\n` };
  };
}

/** `/org/freedesktop/systemd1/unit/a_2eservice` is `a.service`. */
function unitOf(object: string): string | undefined {
  const prefix = "/org/freedesktop/systemd1/unit/";
  if (!object.startsWith(prefix)) return undefined;
  return object
    .slice(prefix.length)
    .replace(/_([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function line(name: string, value = ""): string {
  if (name === "InvocationID") return `ay ${[value.length / 2, ...Buffer.from(value, "hex")].join(" ")}\n`;
  if (name.endsWith("Monotonic")) return `t ${value}\n`;
  const type = NUMBERS[name];
  return type ? `${type} ${value}\n` : `s "${value}"\n`;
}
