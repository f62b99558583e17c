/** An account of the machine, as `/etc/passwd` has it. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

/** Which of a machine's managers one is: where its files are and what it starts. */
export interface Place {
  /** Directories of units, the strongest first. */
  readonly folders: readonly string[];
  /** Where `enable` makes its links, and where `enable --runtime` does. */
  readonly persistent: string;
  readonly runtime: string;
  /** What its start leads to. */
  readonly defaultTarget: string;
  /** Targets that are always there, whatever the files say, and the directory that they seem to come from. */
  readonly targets: readonly string[];
  readonly targetFolder: string;
  /** The account whose own manager it is; process 1 has none. */
  readonly account?: Account;
}

/** Process 1. */
export const SYSTEM: Place = {
  folders: [
    "/etc/systemd/system.control",
    "/run/systemd/system.control",
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
  ],
  persistent: "/etc/systemd/system",
  runtime: "/run/systemd/system",
  defaultTarget: "multi-user.target",
  targets: ["multi-user.target", "network.target", "network-online.target", "sysinit.target", "basic.target"],
  targetFolder: "/lib/systemd/system",
};

/** An account's own manager. Observed order of directories: systemd 252. */
export function placeOf(account: Account): Place {
  const config = `${account.home}/.config/systemd`;
  const run = `/run/user/${account.uid}/systemd`;
  return {
    folders: [
      `${config}/user.control`,
      `${run}/user.control`,
      `${config}/user`,
      "/etc/systemd/user",
      `${run}/user`,
      "/run/systemd/user",
      `${account.home}/.local/share/systemd/user`,
      "/usr/local/lib/systemd/user",
      "/usr/lib/systemd/user",
    ],
    persistent: `${config}/user`,
    runtime: `${run}/user`,
    defaultTarget: "default.target",
    targets: ["default.target", "basic.target", "sockets.target", "timers.target", "paths.target"],
    targetFolder: "/usr/lib/systemd/user",
    account,
  };
}
