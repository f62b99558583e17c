import type { Host } from "../host.js";
import { HostError } from "../host-error.js";

/** Why a script did not start, by what the shell or sudo said; `exitCode` is the shell's, null when a signal ended it. */
export function notStarted(host: Host, stderr: string, exitCode: number | null): HostError {
  const said = lastLines(stderr, 3) || `exit status ${exitCode}, nothing on standard error`;
  if (host.user !== "root" && /\bsudo\b/.test(stderr)) return sudoDenied(host, said);
  const silent = stderr.trim() === "";
  return new HostError("tool-missing", {
    host: host.label,
    message: `the host script did not start: ${said}`,
    remedy: silent
      ? `a start-up file of ${host.user}'s shell may end it before the command (\`exit\` or \`exec\` in ~/.bashrc, a shell that only a terminal gets): \`ssh ${host.user}@<host> echo works\` must print "works"; let such files act on terminals only, [ -t 0 ]`
      : `the host needs a POSIX shell, coreutils and a writable /run; log in with the same account and try \`mktemp -d /run/x.XXXX\``,
  });
}

function sudoDenied({ label, user }: Host, said: string): HostError {
  if (/must have a tty/.test(said)) {
    return new HostError("sudo-denied", {
      host: label,
      message: `sudo wants a terminal from ${user}, and a run has none: ${said}`,
      remedy: `switch requiretty off for it, and let it run without a password: printf 'Defaults:${user} !requiretty\\n${user} ALL=(root) NOPASSWD: ALL\\n' > /etc/sudoers.d/hermes-fleet`,
    });
  }
  return new HostError("sudo-denied", {
    host: label,
    message: `${user} may not run sudo without a password: ${said}`,
    remedy: `connect as root, or allow it: echo '${user} ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/hermes-fleet`,
  });
}

/** The last lines of a text on one line. */
export function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("; ");
}
