import { sortedUnique } from "../order";
import type { GatewaySpec } from "../spec/gateway-spec";

/** What hardening makes of one directive. */
interface HardeningDirective {
  readonly level: "basic" | "strict";
  /** First systemd that knows it; all of Debian 12 and RHEL 9 are newer. */
  readonly since: number;
  /** Whether an account's own manager can do it: without privileges only what needs no mount namespace. */
  readonly inUserScope: boolean;
  /** Left out: not for this gateway. */
  readonly value: (spec: GatewaySpec) => string | undefined;
}

const yes = () => "yes";

const everywhere = (level: "basic" | "strict", since: number, value: HardeningDirective["value"] = yes) => ({
  level,
  since,
  inUserScope: true,
  value,
});
const systemOnly = (level: "basic" | "strict", since: number, value: HardeningDirective["value"] = yes) => ({
  level,
  since,
  inUserScope: false,
  value,
});

/**
 * Directives of systemd.exec(5) with which Hermes 0.19.0 was seen to live: started, ready, restarted, handed over and
 * stopped clean. Not here: `MemoryDenyWriteExecute=` (Node.js and its like in an agent's shell), `ProcSubset=`
 * (Hermes reads /proc/stat and /proc/uptime), `PrivateUsers=`, `PrivateNetwork=`, `ProtectHome=` (homes lie there).
 */
const HARDENING: Readonly<Record<string, HardeningDirective>> = {
  // an agent's shell cannot sudo any more, which is the point
  NoNewPrivileges: everywhere("basic", 187),
  CapabilityBoundingSet: systemOnly("basic", 1, ({ user }) => (user === "root" ? undefined : "")),
  LockPersonality: everywhere("basic", 235),
  ProtectClock: systemOnly("basic", 245),
  ProtectControlGroups: systemOnly("basic", 232),
  ProtectHostname: systemOnly("basic", 242),
  ProtectKernelLogs: systemOnly("basic", 244),
  ProtectKernelModules: systemOnly("basic", 232),
  ProtectKernelTunables: systemOnly("basic", 232),
  ProtectSystem: systemOnly("basic", 232, ({ hardening }) => (hardening === "strict" ? "strict" : "full")),
  ReadWritePaths: systemOnly("strict", 231, writablePaths),
  RestrictAddressFamilies: everywhere("basic", 211, () => "AF_UNIX AF_INET AF_INET6 AF_NETLINK"),
  RestrictRealtime: everywhere("basic", 231),
  RestrictSUIDSGID: everywhere("basic", 242),
  SystemCallArchitectures: everywhere("basic", 209, () => "native"),
  PrivateDevices: systemOnly("strict", 209),
  PrivateTmp: systemOnly("strict", 183),
  ProtectProc: systemOnly("strict", 247, () => "invisible"),
  // a browser's own sandbox needs them
  RestrictNamespaces: everywhere("strict", 233),
  SystemCallErrorNumber: everywhere("strict", 209, () => "EPERM"),
  SystemCallFilter: everywhere("strict", 239, () => "@system-service"),
  UMask: everywhere("strict", 1, () => "0077"),
};

/**
 * The directives of `[Service]` that a spec's `hardening` adds; none without it. A directive that the user wrote stands
 * as it is written, and one that the host's systemd does not know is left out.
 */
export function hardeningDirectives(spec: GatewaySpec): Record<string, string[]> {
  const { hardening, systemd, scope, directives } = spec;
  if (hardening === undefined) return {};
  return Object.fromEntries(
    Object.entries(HARDENING).flatMap(([key, { level, since, inUserScope, value }]) => {
      if (level === "strict" && hardening === "basic") return [];
      if (since > systemd || (scope === "user" && !inUserScope)) return [];
      if (Object.hasOwn(directives.Service, key)) return [];
      const text = value(spec);
      return text === undefined ? [] : [[key, [text]]];
    }),
  );
}

/**
 * What stays writable where everything else is not: the home, the directory that it was started in, and where Hermes
 * keeps what is of its account (gateway/status.py: locks of credentials in ~/.local/state), if the home tells the account's.
 */
function writablePaths({ home, workingDirectory }: GatewaySpec): string {
  const [, account] = /^(\/.+?)\/\.hermes(?:\/|$)/.exec(home) ?? [];
  return sortedUnique([account ?? home, home, workingDirectory])
    .filter((path, _, all) => !all.some((other) => other !== path && path.startsWith(`${other}/`)))
    .map((path) => quotedPath(`-${path}`))
    .join(" ");
}

/** A path in a list of paths: specifiers escaped, quoted where it has a blank, a quote or a backslash. */
function quotedPath(path: string): string {
  const text = path.replaceAll("%", "%%");
  return /[\s"'\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : text;
}
