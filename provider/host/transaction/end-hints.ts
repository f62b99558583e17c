import type { Cause } from "./causes.js";
import { isNotReady } from "./gateway-words.js";

/** Exit statuses that say by themselves what is wrong. Source: systemd.exec(5) and Hermes' gateway/restart.py. */
const STATUSES: Readonly<Record<string, string>> = {
  "1": "exit status 1: Hermes could not start, or another gateway runs in the same home",
  "66": "exit status 66 is the lock's: its file is missing or the account may not read it",
  "69": "exit status 69 behind a lock is a program that could not be executed: it is missing, or its interpreter is",
  "73": "exit status 73 is the lock's: a gateway of another manager runs that this one excludes",
  "75": "exit status 75: Hermes asked for its own restart",
  "78": "exit status 78 is what Hermes cannot run with: a port that is in use, a token that is, or no platform that connects. `ss -ltnp` on the host shows who has which port; name it in `ports` where only config.yaml on the host has it, so that the plan knows",
  "200": "exit status 200: the working directory is missing",
  "203":
    "exit status 203: the program is there and could not be executed. As a rule the Python that its first line names is missing, because the virtual environment was moved or its Python removed: install Hermes again",
  "216": "exit status 216: the group does not exist",
  "217": "exit status 217: the account does not exist",
  "226": "exit status 226: a directive that shuts the gateway off from the system cannot be applied here",
};

/** Results of a unit that say more than its exit status. Source: systemd.service(5). */
const RESULTS: Readonly<Record<string, string>> = {
  "oom-kill": "the machine ran out of memory",
  timeout: "it was killed because it took longer than its own timeout",
  watchdog: "it stopped telling systemd that it lives",
};

/**
 * What the end of a gateway, or what it was waited for in vain, says of the way to mend it; empty or ends in `; `.
 * @param causes whether it is known better than by its exit status
 */
export function endHints(detail: string, causes: readonly Cause[]): string {
  const [, result = "", status = ""] = /Result=(\S+) ExecMainStatus=(\d+)/.exec(detail) ?? [];
  const byStatus = isNotReady(detail)
    ? "compare the profile's `health.ready` with what the gateway really does"
    : STATUSES[status];
  const known = causes.map(({ remedy }) => remedy);
  const hints = [...(known.length > 0 ? known : [byStatus]), RESULTS[result]];
  return hints.flatMap((hint) => (hint === undefined ? [] : [`${hint}; `])).join("");
}
