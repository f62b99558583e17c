import { existsSync, rmSync, statSync } from "node:fs";
import { connect } from "../../../provider/host/connect.js";
import { type EmbeddedHost, type HostOptions, startEmbeddedHost } from "../../embedded/embedded-host";
import type { Machines, Target } from "./target";

/** Starts embedded hosts for one case. */
export async function embeddedMachines(count: number, options: HostOptions = {}): Promise<Machines> {
  const hosts = await Promise.all(Array.from({ length: count }, () => startEmbeddedHost(options)));
  return {
    targets: hosts.map(embeddedTarget),
    release: async () => void (await Promise.all(hosts.map((host) => host.stop()))),
  };
}

function embeddedTarget(host: EmbeddedHost): Target {
  // What the person at the machine does is not counted.
  let own = 0;
  const asPerson = async (command: string) => {
    own += 1;
    const shell = await connect(host.connection, { hostKeyName: "person", deadlineMs: 10_000 });
    const { exitCode, stderr } = await shell.exec(command);
    await shell.close();
    if (exitCode !== 0) throw new Error(`${command}: ${stderr}`);
  };
  return {
    kind: "embedded",
    connection: host.connection,
    read: async (path) => (existsSync(host.path(path)) ? host.read(path) : undefined),
    write: async (path, text, mode) => host.write(path, text, mode),
    remove: async (path) => rmSync(host.path(path), { recursive: true }),
    mode: async (path) => (statSync(host.path(path)).mode & 0o777).toString(8),
    systemctl: (...words) => asPerson(`systemctl ${words.join(" ")}`),
    userSystemctl: (account, ...words) =>
      asPerson(`runuser -u ${account} -- systemctl --user ${words.join(" ")}`),
    unit: async (name) => host.unit(name),
    running: async () => host.running().filter((unit) => !unit.startsWith("hermes-fleet-")),
    reloads: async () => host.reloads,
    connections: async () => host.connections - own,
    answer: (yes) => host.refuseConnections(!yes),
  };
}
