import { spawnSync } from "node:child_process";
import { pruneImages } from "./image/ensure";
import { Lab } from "./lab";
import type { LabHost } from "./lab-host";
import { cgroupOf, isPopulated } from "./machine/cgroup";
import { disposeAll } from "./machine/dispose";
import { addressOf } from "./machine/network";
import { allSlots, isLeftover } from "./machine/slot";
import { checkTools } from "./tools";

const usage = `Hosts for trying things out: real systemd and sshd, on this machine only. Needs root.

  lab [--name NAME] COMMAND          NAME: another lab than the one named "lab"

  up [COUNT] [--hermes]              start COUNT hosts (1) that stay until "down"; with the real Hermes Agent
  down                               take them away, and whatever crashed labs left
  list                               all hosts of all labs on this machine
  ssh [USER@]NUMBER [COMMAND...]     log in (as root), or run one command
  reset NUMBER                       an empty machine behind the same address
`;

class UsageError extends Error {}

const commands: Record<string, (name: string, args: string[]) => Promise<number>> = {
  async up(name, args) {
    const [count = "1", ...more] = args.filter((word) => word !== "--hermes");
    if (more.length > 0) throw new UsageError(usage);
    const gateway = args.includes("--hermes") ? "hermes" : "stand-in";
    const lab = await Lab.up(parseNumber(count), { name, keep: true, gateway });
    for (const host of lab.hosts) console.log(`${host.name}  ${host.address}`);
    console.log(`key: ${lab.clientKey.privateKeyFile}`);
    return 0;
  },

  async down(name) {
    checkTools();
    const gone = await disposeAll((slot) => isLeftover(slot) || (slot.lab === name && slot.owner === null));
    await pruneImages(new Set(allSlots().map((slot) => slot.image)));
    console.log(
      gone.length === 0 ? "nothing was up" : `took away ${gone.map((slot) => slot.hostName).join(", ")}`,
    );
    return 0;
  },

  async list() {
    for (const slot of allSlots()) {
      const state = isPopulated(cgroupOf(slot, "machine")) ? "on" : "off";
      const owner = slot.owner === null ? "kept" : `process ${slot.owner.pid}`;
      console.log([slot.hostName, addressOf(slot), state, isLeftover(slot) ? "left over" : owner].join("  "));
    }
    return 0;
  },

  async ssh(name, [target = "", ...command]) {
    const [, user = "root", number = ""] = /^(?:(.+)@)?(\d+)$/.exec(target) ?? [];
    const lab = await Lab.attach(name);
    const options = [
      `IdentityFile=${lab.clientKey.privateKeyFile}`,
      "IdentitiesOnly=yes",
      `UserKnownHostsFile=${pick(lab, number).knownHostsFile}`,
    ].flatMap((option) => ["-o", option]);
    const args = ["-F", "none", ...options, `${user}@${pick(lab, number).address}`, ...command];
    return spawnSync("ssh", args, { stdio: "inherit" }).status ?? 1;
  },

  async reset(name, [number = ""]) {
    const host = pick(await Lab.attach(name), number);
    await host.reset();
    console.log(`${host.name}  ${host.address}  is an empty machine`);
    return 0;
  },
};

async function main(args: string[]): Promise<number> {
  const name = args[0] === "--name" ? args.splice(0, 2)[1] : "lab";
  const run = Object.hasOwn(commands, args[0] ?? "") ? commands[args[0] ?? ""] : undefined;
  if (run === undefined || name === undefined) throw new UsageError(usage);
  return await run(name, args.slice(1));
}

function pick(lab: Lab, number: string): LabHost {
  const host = lab.hosts[parseNumber(number) - 1];
  if (host === undefined)
    throw new UsageError(`lab: ${lab.name} has hosts 1 to ${lab.hosts.length}, not ${number}`);
  return host;
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new UsageError(`lab: not a number from 1: "${text}"\n\n${usage}`);
  return Number(text);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
