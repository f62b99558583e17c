import { existsSync } from "node:fs";
import { EmbeddedHost } from "./host-handle";
import { Sandbox } from "./machine/sandbox";
import { startWatchdog } from "./machine/watchdog";
import { MachineLocks } from "./manager/machine-locks";
import { Manager } from "./manager/manager";
import { UserManagers } from "./manager/user-managers";
import { type HostOptions, type ResolvedOptions, resolveOptions } from "./options";
import { installShims } from "./shims/install-shims";
import { generateKey } from "./ssh/keys";
import { SshServer } from "./ssh/ssh-server";
import { hostTools } from "./tools/host-tools";
import { ToolServer } from "./tools/tool-server";

export type { EmbeddedHost } from "./host-handle";
export type { HostOptions } from "./options";

/** Starts a machine that exists only in this process and below one temporary directory. Needs no root. */
export async function startEmbeddedHost(options: HostOptions = {}): Promise<EmbeddedHost> {
  const resolved = resolveOptions(options);
  const sandbox = new Sandbox(resolved.accounts);
  const watchdog = startWatchdog(sandbox.mark, sandbox.directory);
  const commands: string[] = [];
  const transientUnits: string[] = [];
  let environment: Readonly<Record<string, string>> = {};
  const locks = new MachineLocks();
  const manager = new Manager(sandbox, () => environment, { locks });
  const users = new UserManagers(sandbox, locks, () => environment);
  const tools = await ToolServer.start(
    hostTools({ manager, users, version: resolved.systemdVersion, commands }, (unit) =>
      transientUnits.push(unit),
    ),
  );
  installShims(sandbox.tools, { systemd: resolved.systemd });
  environment = rootEnvironment(sandbox, tools, resolved);
  const home = sandbox.path(resolved.user === "root" ? "/root" : `/home/${resolved.user}`);
  const session = { ...environment, USER: resolved.user, LOGNAME: resolved.user, HOME: home };
  const surroundings = () => ({ env: session, cwd: existsSync(home) ? home : sandbox.root });
  const client = generateKey("ed25519");
  const ssh = await SshServer.start({
    hostKeyTypes: resolved.hostKeyTypes,
    maxSessions: resolved.maxSessions,
    logins: {
      user: resolved.user,
      publicKeys: [client.publicKey, ...resolved.authorizedKeys],
      ...(resolved.password !== undefined && { password: resolved.password }),
    },
    surroundings,
  });
  if (!resolved.systemd) sandbox.removeSystemd();
  await manager.powerOn();
  const parts = { sandbox, manager, users, tools, ssh, watchdog, commands, transientUnits, surroundings };
  return new EmbeddedHost(resolved.name, resolved.user, client, parts);
}

/** What root's processes start with; nothing comes from this process. */
function rootEnvironment(
  sandbox: Sandbox,
  tools: ToolServer,
  { sudo }: ResolvedOptions,
): Record<string, string> {
  return {
    PATH: `${sandbox.tools}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HERMES_FLEET_ROOT: sandbox.root,
    HERMES_EMBEDDED: tools.address,
    HERMES_EMBEDDED_SUDO: sudo,
    USER: "root",
    LOGNAME: "root",
    HOME: sandbox.path("/root"),
    SHELL: "/bin/sh",
  };
}
