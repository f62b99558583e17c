import type { Connection, SshEndpoint } from "../connection.js";
import { HostError } from "../host-error.js";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Applies what the environment of this run says over the declared connection; an empty variable counts as not set.
 *
 * `HERMES_FLEET_SSH_USER`: the account on the host. `HERMES_FLEET_SSH_KEY_FILE`: a private key file, in place of the
 * declared key, also for a jump host that declares no credential. `HERMES_FLEET_SSH_PROXY`: a jump host as
 * `[user@]host[:port]`, or `none` to connect directly; credentials and host key that are declared for the same jump
 * host are kept.
 * @throws HostError `connection-invalid` for a value of another form.
 */
export function applyOverrides(connection: Connection, env: Environment, hostKeyName: string): Connection {
  const user = readUser(env, hostKeyName);
  const keyFile = env.HERMES_FLEET_SSH_KEY_FILE || undefined;
  const { proxy: declared, ...target } = connection;
  const proxy = readProxy(declared, env, hostKeyName);
  return {
    ...(keyFile === undefined ? target : withKeyFile(target, keyFile)),
    ...(user !== undefined && { user }),
    ...(proxy && {
      proxy: keyFile !== undefined && !namesCredential(proxy) ? withKeyFile(proxy, keyFile) : proxy,
    }),
  };
}

function withKeyFile<T extends SshEndpoint>(endpoint: T, privateKeyFile: string): Omit<T, "privateKey"> {
  const { privateKey: _replaced, ...rest } = endpoint;
  return { ...rest, privateKeyFile };
}

function namesCredential({ privateKey, privateKeyFile, agentSocketPath, password }: SshEndpoint): boolean {
  return [privateKey, privateKeyFile, agentSocketPath, password].some((value) => value !== undefined);
}

function readUser(env: Environment, hostKeyName: string): string | undefined {
  const user = env.HERMES_FLEET_SSH_USER;
  if (!user) return undefined;
  if (/[\s@:/]/.test(user))
    throw invalid(hostKeyName, "HERMES_FLEET_SSH_USER", user, "an account name, for example deploy");
  return user;
}

const ADDRESS =
  /^(?:(?<user>[^\s@:/]+)@)?(?:\[(?<ipv6>[0-9A-Fa-f:.]+)\]|(?<name>[^\s@:/[\]]+))(?::(?<port>\d{1,5}))?$/;

function readProxy(
  declared: SshEndpoint | undefined,
  env: Environment,
  hostKeyName: string,
): SshEndpoint | undefined {
  const value = env.HERMES_FLEET_SSH_PROXY;
  if (!value) return declared;
  if (value === "none") return undefined;
  const match = ADDRESS.exec(value)?.groups;
  const host = match?.ipv6 ?? match?.name;
  const port = match?.port === undefined ? undefined : Number(match.port);
  if (host === undefined || port === 0 || (port !== undefined && port > 65_535)) {
    throw invalid(
      hostKeyName,
      "HERMES_FLEET_SSH_PROXY",
      value,
      "[user@]host[:port], for example ops@bastion.example.net:22, or none",
    );
  }
  const user = match?.user;
  return {
    ...(declared?.host === host ? declared : { host }),
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
  };
}

function invalid(hostKeyName: string, variable: string, value: string, form: string): HostError {
  return new HostError("connection-invalid", {
    host: hostKeyName,
    // Somebody may have written a password in front of the "@".
    message: `${variable} is ${JSON.stringify(value.replace(/^.*@/, "…@"))}, which is not ${form.split(",", 1)[0]}`,
    remedy: `set ${variable} to ${form}, or unset it`,
  });
}
