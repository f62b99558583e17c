import { HostError } from "../../host-error.js";
import { type PublicKey, parsePublicKey } from "./public-key.js";

/**
 * Reads a pinned `hostKey`: one key a line as `type base64 [comment]`; the host name that `ssh-keyscan` prints in
 * front, blank lines and `#` comments are skipped.
 * @throws HostError `connection-invalid` for a line that is no key, or without any key.
 */
export function parsePinnedKeys(label: string, text: string): PublicKey[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.flatMap((line, index) => {
    if (line === "" || line.startsWith("#")) return [];
    const [first = "", second = "", third = ""] = line.split(/\s+/);
    const key = parsePublicKey(first, second) ?? parsePublicKey(second, third);
    if (!key) throw invalid(label, `line ${index + 1} of hostKey is not a public host key`);
    return [key];
  });
  if (keys.length === 0) throw invalid(label, "hostKey is empty");
  return keys;
}

function invalid(label: string, message: string): HostError {
  return new HostError("connection-invalid", {
    host: label,
    message,
    remedy: `set hostKey to "type base64", as in /etc/ssh/ssh_host_ed25519_key.pub on the machine, or leave it out to use known_hosts`,
  });
}
