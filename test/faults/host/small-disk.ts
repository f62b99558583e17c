import type { LabHost } from "../../lab/lab-host";
import { must } from "../../proof/machine/must";

/** Where the product writes as root. */
export const UNITS = "/etc/systemd/system";
/** Where it keeps what has to outlive a boot. */
export const STATE = "/var/lib/hermes-fleet";

/** What a disk can run out of. */
export type Shortage = "bytes" | "inodes";

/** Puts a directory on a small filesystem of its own, with everything that is in it. */
export async function makeSmall(host: LabHost, directory: string): Promise<void> {
  await must(
    host,
    `set -e
     [ -d ${directory} ] || install -d -m 0700 ${directory}
     copy=$(mktemp -d) && cp -a ${directory}/. "$copy"
     mount -t tmpfs -o size=1m,nr_inodes=500,mode=$(stat -c %a ${directory}) small ${directory}
     cp -a "$copy"/. ${directory} && rm -rf "$copy"`,
  );
}

/** Leaves no room on it. */
export async function fill(host: LabHost, directory: string, shortage: Shortage): Promise<void> {
  const script =
    shortage === "bytes"
      ? `head -c 2m /dev/zero >${directory}/.filler; [ "$(df --output=avail ${directory} | tail -n 1)" -eq 0 ]`
      : `mkdir ${directory}/.filler; n=0; while : >${directory}/.filler/$n; do n=$((n + 1)); done
         [ "$(df --output=iavail ${directory} | tail -n 1)" -eq 0 ]`;
  await must(host, script);
}

/** Gives a directory back to the disk below, as it is now. */
export async function makeLarge(host: LabHost, directory: string): Promise<void> {
  await must(
    host,
    `set -e
     rm -rf ${directory}/.filler
     below=$(mktemp -d) && mount --bind / "$below"
     find "$below${directory}" -mindepth 1 -delete
     cp -a ${directory}/. "$below${directory}"
     umount "$below" && rmdir "$below"
     umount -l ${directory}`,
  );
}
