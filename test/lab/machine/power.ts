import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CommandOptions, type CommandResult, run, tail } from "../command";
import { startTicks } from "../owner";
import { labSources } from "../paths";
import { cgroupOf, isPopulated, killCgroup, makeCgroup, processesIn } from "./cgroup";
import { consoleFile } from "./disk";
import { addressOf, gatewayOf, namespaceOf, unplug } from "./network";
import { machineName, type Slot } from "./slot";

/** Switches a host on; {@link waitUntilBooted} says when it is usable. */
export async function powerOn(slot: Slot): Promise<void> {
  const namespace = await namespaceOf(slot);
  makeCgroup(slot, "machine");
  const script = (name: string) => join(labSources, "machine", name);
  const console = openSync(consoleFile(slot), "w");
  const launcher = spawn(
    "sh",
    [
      ...[script("join-cgroup.sh"), cgroupOf(slot, "machine")],
      ...["nsenter", `--net=${namespace}`, "unshare", "--mount"],
      ...[
        "sh",
        script("launch.sh"),
        slot.data,
        slot.image,
        machineName(slot),
        slot.hostName,
        gatewayOf(slot),
      ],
    ],
    // Not in this process's group: Ctrl-C has to reach the owner only, which then takes the host away.
    { detached: true, stdio: ["ignore", console, console] },
  );
  closeSync(console);
  launcher.unref();
  await waitFor(slot, "its first process", 10_000, () =>
    isPopulated(cgroupOf(slot, "machine")) ? "" : "nothing",
  );
}

/** Cuts the power of a host: all its processes are gone at once. */
export async function powerCut(slot: Slot): Promise<void> {
  killCgroup(cgroupOf(slot, "machine"));
  await unplug(slot);
}

/** Waits until a host has switched itself off. */
export async function waitUntilOff(slot: Slot, timeoutMs: number): Promise<void> {
  await waitFor(slot, "power-off", timeoutMs, () =>
    isPopulated(cgroupOf(slot, "machine")) ? "still on" : "",
  );
}

/**
 * Waits until systemd has finished its start (running or degraded) and sshd answers over the network.
 * @param before what {@link runOf} said before a reboot, for which that run does not count. @default none
 */
export async function waitUntilBooted(slot: Slot, timeoutMs: number, before?: string): Promise<void> {
  await waitFor(slot, "boot", timeoutMs, async () => {
    if (!isPopulated(cgroupOf(slot, "machine"))) return { ended: "systemd-nspawn ended" };
    const current = runOf(slot);
    if (current === undefined) return "no systemd yet";
    if (current === before) return "it still shuts down";
    const system = await runInside(slot, "systemctl is-system-running --wait", "root", { timeoutMs });
    if (!/^(running|degraded)$/m.test(system.stdout))
      return `systemd: ${system.stdout.trim() || system.stderr.trim()}`;
    return (await greets(addressOf(slot))) ? "" : "sshd does not answer";
  });
}

/** Identifies one run of the host's systemd; `undefined` while it is off. */
export function runOf(slot: Slot): string | undefined {
  const init = initOf(slot);
  return init === undefined ? undefined : `${init}:${startTicks(init)}`;
}

/** Runs a script in bash as an account of the host, past sshd, so no connection is counted. */
export async function runInside(
  slot: Slot,
  script: string,
  user: string,
  options: CommandOptions,
): Promise<CommandResult> {
  const init = initOf(slot);
  if (init === undefined)
    throw new Error(`lab: ${slot.hostName} is off, so this cannot run on it: ${script}`);
  const account = new RegExp(`^${user}:[^:]*:(\\d+):\\d+:[^:]*:([^:]*)`, "m");
  const found = account.exec(readFileSync(`/proc/${init}/root/etc/passwd`, "utf8"));
  if (found === null) throw new Error(`lab: ${slot.hostName} has no account ${user}`);
  const [, uid, home] = found;
  // runuser starts no login session; the user manager, when there is one, is found through this.
  const runtime = user === "root" ? [] : [`XDG_RUNTIME_DIR=/run/user/${uid}`];
  return await run(
    "nsenter",
    [
      ...[`--target=${init}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"],
      ...["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
      ...[`HOME=${home}`, ...runtime, "runuser", "--user", user, "--", "bash", "-c", `cd\n${script}`],
    ],
    options,
  );
}

/** Process 1 of the host, by its number on this machine. */
function initOf(slot: Slot): number | undefined {
  return processesIn(cgroupOf(slot, "machine")).find((pid) => {
    if (!existsSync(`/proc/${pid}/status`)) return false;
    try {
      return /^NSpid:\t\d+\t1$/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
      return false;
    }
  });
}

/** Asks again and again until the answer is empty; an answer with `ended` gives up at once. */
async function waitFor(
  slot: Slot,
  what: string,
  timeoutMs: number,
  look: () => string | { ended: string } | Promise<string | { ended: string }>,
): Promise<void> {
  const started = Date.now();
  for (;;) {
    const seen = await look();
    if (seen === "") return;
    const passed = Date.now() - started;
    if (typeof seen === "object" || passed > timeoutMs) {
      const output = existsSync(consoleFile(slot)) ? tail(readFileSync(consoleFile(slot), "utf8")) : "";
      const last = typeof seen === "object" ? seen.ended : seen;
      throw new Error(
        `lab: ${slot.hostName} (${addressOf(slot)}): waited ${passed} ms for ${what}; saw last: ${last}\n${output}`,
      );
    }
    await sleep(25);
  }
}

/** Whether an SSH server introduces itself at an address. */
function greets(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: 22, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => end(data.toString("latin1").startsWith("SSH-")));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
    socket.once("close", () => end(false));
  });
}
