/** A constant script as root's command line for an account; anything but root goes through `sudo -n`, which never asks. */
export function asRoot(user: string, script: string): string {
  return `${user === "root" ? "" : "sudo -n "}/bin/sh -c '${script}'`;
}
