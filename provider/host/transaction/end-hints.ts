/** Exit statuses that say by themselves what is wrong. Source: systemd.exec(5) and Hermes' gateway/restart.py. */
const STATUSES: Readonly<Record<string, string>> = {
  "1": "exit status 1: Hermes could not start, or another gateway runs in the same home",
  "75": "exit status 75: Hermes asked for its own restart",
  "78": "exit status 78 is Hermes' fatal configuration error (a port or token in use, or no platform can connect)",
  "200": "exit status 200: the working directory is missing",
  "203": "exit status 203: the program could not be executed",
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

/** What the end of a gateway, or what it was waited for in vain, says of the way to mend it; empty or ends in `; `. */
export function endHints(detail: string): string {
  const [, result = "", status = ""] = /Result=(\S+) ExecMainStatus=(\d+)/.exec(detail) ?? [];
  const notReady = /^it (was not|cannot be seen to be) ready/.test(detail);
  const hints = [
    notReady ? "compare the profile's `health.ready` with what the gateway really does" : STATUSES[status],
    RESULTS[result],
  ];
  return hints.flatMap((hint) => (hint === undefined ? [] : [`${hint}; `])).join("");
}
