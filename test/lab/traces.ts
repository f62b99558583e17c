import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runSync } from "./command";
import { labDirectory, recordsDirectory } from "./paths";

/**
 * Everything on this machine that belongs to a host of a lab, found without asking the lab: for tests that nothing
 * is left behind.
 */
export function tracesOf(address: string): string[] {
  const number = address.split(".")[2] ?? "";
  const disk = join(labDirectory(), "hosts", number);
  const files = [
    join(recordsDirectory, number),
    disk,
    `/sys/class/net/hermeslab${number}`,
    ...controlGroups(number),
  ];
  return [
    ...files.filter((path) => existsSync(path)),
    ...runSync("ip", ["-oneline", "address"])
      .stdout.split("\n")
      .filter((line) => line.includes(`10.231.${number}.`)),
    ...runSync("ip", ["netns", "list"])
      .stdout.split("\n")
      .filter((line) => line.includes("hermes")),
    ...readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .filter((line) => line.includes(`${disk}/`)),
    ...nspawnState(number),
    ...processes(disk),
  ];
}

function controlGroups(number: string): string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .filter((line) => / cgroup2? /.test(line));
  return mounts.map((line) => join(line.split(" ")[1] ?? "", "hermes-fleet-lab", number));
}

function nspawnState(number: string): string[] {
  return ["propagate", "unix-export"]
    .map((kind) => `/run/systemd/nspawn/${kind}/hermes-fleet-lab-${number}`)
    .filter((path) => existsSync(path));
}

/** Processes whose command line, disk or name for the machine is the host's. */
function processes(disk: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
      const mounts = readFileSync(`/proc/${pid}/mountinfo`, "latin1");
      return command.includes(`${disk}/`) || mounts.includes(`upperdir=${disk}/`)
        ? [`${pid} ${command}`]
        : [];
    } catch {
      return [];
    }
  });
}
