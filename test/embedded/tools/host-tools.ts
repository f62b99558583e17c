import { busctl } from "./busctl";
import { journalctl } from "./journalctl";
import { loginctl } from "./loginctl";
import { type SystemctlContext, systemctl } from "./systemctl/systemctl";
import { systemdAnalyze } from "./systemd-analyze";
import { systemdRun } from "./systemd-run";
import { systemdTmpfiles } from "./systemd-tmpfiles";
import type { Tool } from "./tool";

/** The programs of one machine that are answered in this process. @param started Told of each transient unit. */
export function hostTools(context: SystemctlContext, started: (unit: string) => void): Record<string, Tool> {
  const { manager, users } = context;
  return {
    systemctl: systemctl(context),
    "systemd-run": systemdRun(manager, started),
    "systemd-analyze": systemdAnalyze(manager),
    busctl: busctl(manager, users),
    journalctl: journalctl(manager, users),
    loginctl: loginctl(users),
    "systemd-tmpfiles": systemdTmpfiles(manager.sandbox),
  };
}
