import { join } from "node:path";
import { labDirectory } from "../../lab/paths";

/** The private key that opens every account of every lab host. */
export function clientKeyFile(): string {
  return join(labDirectory(), "client_key");
}
