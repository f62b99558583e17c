import { readFileSync } from "node:fs";
import { type ParsedKey, utils } from "ssh2";
import { HostError } from "../../host-error.js";
import { restorePemLines } from "./pem-lines.js";
import { convertPkcs8 } from "./pkcs8.js";

/** Where a private key comes from: its words in messages, and its text. */
export interface KeySource {
  /** `privateKey` or `key file /home/me/.ssh/id_ed25519`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the text of a key file.
 * @throws HostError `key-unreadable`.
 */
export function readKeyFile(label: string, path: string): KeySource {
  try {
    return { name: `key file ${path}`, text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new HostError("key-unreadable", {
      host: label,
      message: `key file ${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}`,
      remedy:
        "set privateKeyFile or HERMES_FLEET_SSH_KEY_FILE to a private key on this machine that this account can read",
    });
  }
}

/**
 * Opens a private key, with the first of the passphrases that fits when it is encrypted.
 * No message ever holds a piece of the key or of a passphrase.
 * @throws HostError `key-unreadable`.
 */
export function openPrivateKey(label: string, source: KeySource, passphrases: readonly string[]): ParsedKey {
  let encrypted = false;
  const text = restorePemLines(source.text);
  for (const passphrase of [undefined, ...passphrases]) {
    const parsed = parse(text, passphrase);
    if (!(parsed instanceof Error)) {
      if (parsed.isPrivateKey()) return parsed;
      throw unreadable(label, `${source.name} is a public key`, "give the private key of the pair");
    }
    encrypted ||= /encrypted/i.test(parsed.message);
    if (!encrypted) break;
  }
  if (!encrypted) {
    throw unreadable(
      label,
      `${source.name} is not a private key in a known form`,
      "give an OpenSSH or PEM private key, complete and with its line breaks (in YAML: `privateKey: |`); `ssh-keygen -y -f FILE` must print its public key",
    );
  }
  const remedy =
    "set HERMES_FLEET_SSH_KEY_PASSPHRASE or privateKeyPassword, or add the key to an agent with ssh-add";
  const problem =
    passphrases.length > 0
      ? "does not open with the given passphrase"
      : "is encrypted, and no passphrase is given";
  throw unreadable(label, `${source.name} ${problem}`, remedy);
}

function parse(text: string, passphrase: string | undefined): ParsedKey | Error {
  try {
    // An OpenSSH file may hold no key at all; ssh2 then returns undefined, which its types do not say.
    const parsed: ParsedKey | Error | undefined = utils.parseKey(convertPkcs8(text, passphrase), passphrase);
    return parsed ?? new Error("no key");
  } catch (error) {
    return error as Error;
  }
}

function unreadable(label: string, message: string, remedy: string): HostError {
  return new HostError("key-unreadable", { host: label, message, remedy });
}
