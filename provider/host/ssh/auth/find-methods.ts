import { existsSync } from "node:fs";
import type { AnyAuthMethod, ParsedKey } from "ssh2";
import { HostError } from "../../host-error.js";
import type { Hop } from "../endpoint.js";
import { resolveHome } from "../home-path.js";
import { type KeySource, openPrivateKey, readKeyFile } from "../keys/private-key.js";
import { formatFingerprint } from "../keys/public-key.js";
import { CountedAgent } from "./counted-agent.js";

/** One way to log in, with the words that an error uses for it. */
export interface LoginMethod {
  readonly name: string;
  /** The name under which the host lists it (RFC 4252): an agent's keys are `publickey` too. */
  readonly wireName: "publickey" | "password" | "keyboard-interactive" | "none";
  readonly method: AnyAuthMethod;
  /** What the method is known not to do, for the error. @default nothing */
  readonly note?: () => string | undefined;
}

/** Environment variable with the passphrase of the private key. */
export const PASSPHRASE_VARIABLE = "HERMES_FLEET_SSH_KEY_PASSPHRASE";

const DEFAULT_KEY_FILES = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];

/**
 * The ways to log in to an endpoint, in the order to try: private key, agent, default key files (only when the
 * endpoint names no credential), password, keyboard-interactive. Reads key files now.
 * @throws HostError `key-unreadable` for a key that the endpoint names.
 */
export function findLoginMethods(
  hop: Hop,
  env: Readonly<Record<string, string | undefined>>,
): { methods: LoginMethod[]; skipped: string[] } {
  const { endpoint, user: username } = hop;
  const passphrases = [endpoint.privateKeyPassword, env[PASSPHRASE_VARIABLE]].filter(
    (value) => !!value,
  ) as string[];
  const methods: LoginMethod[] = [];
  const skipped: string[] = [];
  const addKey = (source: KeySource, certificate?: string) => {
    const key = openPrivateKey(hop.label, source, passphrases);
    methods.push(keyMethod(source.name, username, key, certificate));
  };

  if (endpoint.privateKey !== undefined) addKey({ name: "privateKey", text: endpoint.privateKey });
  if (endpoint.privateKeyFile !== undefined) {
    const path = resolveHome(endpoint.privateKeyFile, env);
    addKey(readKeyFile(hop.label, path), `${path}-cert.pub`);
  }
  const socket = endpoint.agentSocketPath ?? env.SSH_AUTH_SOCK;
  if (socket) {
    const agent = resolveHome(socket, env);
    const counted = new CountedAgent(agent);
    methods.push({
      name: `agent ${agent}`,
      wireName: "publickey",
      method: { type: "agent", username, agent: counted },
      note: () => counted.note(),
    });
  }
  if (!namesCredential(hop)) {
    for (const path of DEFAULT_KEY_FILES.map((file) => resolveHome(file, env)).filter(existsSync)) {
      try {
        addKey(readKeyFile(hop.label, path), `${path}-cert.pub`);
      } catch (error) {
        // Nobody asked for this file: it is mentioned if no other way works.
        if (!(error instanceof HostError)) throw error;
        skipped.push(`key file ${path} (not readable, or encrypted without a passphrase)`);
      }
    }
  }
  if (endpoint.password !== undefined) methods.push(...passwordMethods(username, endpoint.password));
  return { methods, skipped };
}

function namesCredential({ endpoint }: Hop): boolean {
  const { privateKey, privateKeyFile, agentSocketPath, password } = endpoint;
  return [privateKey, privateKeyFile, agentSocketPath, password].some((value) => value !== undefined);
}

function keyMethod(name: string, username: string, key: ParsedKey, certificate?: string): LoginMethod {
  return {
    ...(certificate && existsSync(certificate)
      ? { note: () => `${certificate} was not presented: certificates of accounts are not supported` }
      : {}),
    name: `${name} (${formatFingerprint(key.getPublicSSH())})`,
    wireName: "publickey",
    method: { type: "publickey", username, key },
  };
}

function passwordMethods(username: string, password: string): LoginMethod[] {
  return [
    { name: "password", wireName: "password", method: { type: "password", username, password } },
    {
      name: "keyboard-interactive",
      wireName: "keyboard-interactive",
      method: {
        type: "keyboard-interactive",
        username,
        // A prompt whose answer is shown on the screen does not ask for a password.
        prompt: (_name, _instructions, _lang, prompts, finish) =>
          finish(prompts.map((prompt) => (prompt.echo ? "" : password))),
      },
    },
  ];
}
