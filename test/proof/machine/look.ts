import type { LabHost } from "../../lab/lab-host";
import { must } from "./must";

/** What runs on a host at one moment: by its processes and sockets first, then by what systemd says. */
export interface Look {
  /** Tells one boot from another. */
  readonly boot: string;
  /** Process ids by profile key, from the processes' own command lines. */
  readonly gateways: ReadonlyMap<string, readonly number[]>;
  /** Which process listens on a port. */
  readonly listeners: ReadonlyMap<number, number>;
  /** Units that are active. */
  readonly active: ReadonlySet<string>;
  /** Jobs that systemd has yet to do. */
  readonly jobs: number;
  /** How often each gateway was started since the host was made, by its own log. */
  readonly starts: ReadonlyMap<string, number>;
  /** Gateways that found a port taken since the host was made: `s07-b: port 20152 on 127.0.0.1 is already in use`. */
  readonly busy: readonly string[];
}

// the boot id is the one of the kernel, which hosts share: what tells their boots apart is when process 1 started
const LOOK = `logs=/home/hermes/.hermes/profiles/*/logs/standin.log
echo '#boot'; cat /proc/sys/kernel/random/boot_id; cut -d' ' -f22 /proc/1/stat
echo '#processes'; ps -ww -e -o pid=,args=
echo '#listeners'; ss -Hltnp
echo '#units'; systemctl list-units --all --plain --no-legend 'hermes-gateway-*'
echo '#jobs'; systemctl list-jobs --no-legend
echo '#starts'; grep -c -H '"event":"start"' $logs 2>/dev/null
echo '#busy'; grep -H 'already in use' $logs 2>/dev/null
true`;

/** Looks at a host. */
export async function look(host: LabHost): Promise<Look> {
  return parseLook(await must(host, LOOK));
}

/** Reads what the host printed. */
export function parseLook(text: string): Look {
  const sections = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    const [, title] = /^#([a-z]+)$/.exec(line) ?? [];
    if (title !== undefined) {
      lines = [];
      sections.set(title, lines);
    } else if (line.trim() !== "") lines.push(line);
  }
  const section = (title: string) => sections.get(title) ?? [];
  const matches = (title: string, pattern: RegExp) =>
    section(title).flatMap((line) => [pattern.exec(line) ?? []].filter((found) => found.length > 0));
  const gateways = new Map<string, number[]>();
  for (const [, pid, key = ""] of matches("processes", /^ *(\d+) .*hermes --profile (\S+) gateway run$/)) {
    gateways.set(key, [...(gateways.get(key) ?? []), Number(pid)]);
  }
  const pairs = (title: string, pattern: RegExp) =>
    matches(title, pattern).map(([, a, b]) => [a ?? "", b ?? ""] as const);
  return {
    boot: section("boot").join(" "),
    gateways,
    listeners: new Map(
      pairs("listeners", /127\.0\.0\.1:(\d+) .*pid=(\d+)/).map(([port, pid]) => [Number(port), Number(pid)]),
    ),
    active: new Set(pairs("units", /^(\S+) +\S+ +active /).map(([unit]) => unit)),
    jobs: section("jobs").length,
    starts: new Map(
      pairs("starts", /profiles\/([^/]+)\/logs\/standin\.log:(\d+)$/).map(([key, count]) => [
        key,
        Number(count),
      ]),
    ),
    busy: pairs("busy", /profiles\/([^/]+)\/logs\/standin\.log:.*"why":"([^"]*)"/).map(
      ([key, why]) => `${key}: ${why}`,
    ),
  };
}
