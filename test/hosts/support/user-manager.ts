import type { LabHost } from "../../lab/lab-host";
import { must } from "./inspect";

/** Runs a script as an account, beside its own manager. @throws Error when it fails */
export function inUserManager(host: LabHost, account: string, script: string): Promise<string> {
  return must(
    host,
    `u=$(id -u ${account}); runuser -u ${account} -- env XDG_RUNTIME_DIR=/run/user/$u DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$u/bus sh -c '${script}'`,
  );
}

/** What an account's manager says of a gateway's life: equal before and after means that nobody touched it. */
export async function lifeInUserManager(
  host: LabHost,
  account: string,
  unit: string,
): Promise<Record<string, string>> {
  const names = "ActiveState,MainPID,NRestarts,InvocationID,Result,ExecMainStatus";
  const text = await inUserManager(host, account, `systemctl --user show -p ${names} ${unit}`);
  return Object.fromEntries(text.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** Accounts that linger, one a line. */
export function linger(host: LabHost): Promise<string> {
  return must(host, "ls /var/lib/systemd/linger 2>/dev/null || true");
}

/** daemon-reloads of an account's manager since the last boot. */
export async function userReloads(host: LabHost, account: string): Promise<number> {
  const lines = `journalctl -b _UID=$(id -u ${account}) -o cat --no-pager`;
  return Number(await must(host, `${lines} | grep -c '^Reloading\\.' || true`));
}
