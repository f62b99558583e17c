import { spawn } from "node:child_process";
import { existsSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mustRun, runSync } from "../command";
import { labSources } from "../paths";
import { cgroupOf, makeCgroup, processesIn } from "./cgroup";
import type { Slot } from "./slot";

/** Address of a host; nothing outside of this machine has a route to it. */
export function addressOf(slot: Slot): string {
  return `10.231.${slot.number}.2`;
}

/** Address of this machine on the wire to a host. */
export function gatewayOf(slot: Slot): string {
  return `10.231.${slot.number}.1`;
}

/**
 * Makes the wire to a host: a network namespace, held by a process that sleeps rather than by a mount, so it
 * cannot outlive the host's control group. The host's end stays down until the host is switched on.
 */
export async function makeNetwork(slot: Slot): Promise<void> {
  makeCgroup(slot, "net");
  const joinCgroup = join(labSources, "machine", "join-cgroup.sh");
  const holder = spawn("sh", [joinCgroup, cgroupOf(slot, "net"), "unshare", "--net", "sleep", "infinity"], {
    detached: true,
    stdio: "ignore",
  });
  holder.unref();
  const namespace = await namespaceOf(slot);
  const link = linkOf(slot);
  await mustRun("ip", ["-batch", "-"], {
    input: [
      `link add ${link} type veth peer name host0 netns ${namespace}`,
      `address add ${gatewayOf(slot)}/30 dev ${link}`,
      `link set ${link} up`,
    ].join("\n"),
  });
  await mustRun("nsenter", [`--net=${namespace}`, "ip", "-batch", "-"], {
    input: `link set lo up\naddress add ${addressOf(slot)}/30 dev host0`,
  });
  // Lets hosts reach each other (jump hosts) without a change to the machine's own forwarding.
  writeFileSync(`/proc/sys/net/ipv4/conf/${link}/forwarding`, "1");
}

/** Path of the network namespace of a host. @throws Error when its holder does not run. */
export async function namespaceOf(slot: Slot): Promise<string> {
  const own = "/proc/self/ns/net";
  for (let attempt = 0; attempt < 500; attempt++) {
    const [holder] = processesIn(cgroupOf(slot, "net"));
    const path = `/proc/${holder}/ns/net`;
    if (holder !== undefined && existsSync(path) && identity(path) !== identity(own)) return path;
    await sleep(10);
  }
  throw new Error(`lab: ${slot.hostName} has no network namespace: nothing runs in ${cgroupOf(slot, "net")}`);
}

/** Pulls the plug of a host: connections to it get no answer any more, as from a machine that is off. */
export async function unplug(slot: Slot): Promise<void> {
  await mustRun("nsenter", [`--net=${await namespaceOf(slot)}`, "ip", "link", "set", "host0", "down"]);
}

/** Removes this machine's end of the wire, and the other end with it. */
export function removeLink(slot: Slot): void {
  if (existsSync(`/sys/class/net/${linkOf(slot)}`)) runSync("ip", ["link", "delete", linkOf(slot)]);
}

function linkOf(slot: Slot): string {
  return `hermeslab${slot.number}`;
}

function identity(namespace: string): string {
  try {
    return readlinkSync(namespace);
  } catch {
    return "";
  }
}
