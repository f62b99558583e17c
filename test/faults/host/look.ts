import type { LabHost } from "../../lab/lab-host";
import { must } from "../../proof/machine/must";
import { scriptText } from "./script-text";

/** What is on a host at one moment, found without the provider. */
export interface Look {
  /** By profile: digest of the unit file, `-` when there is none. */
  readonly files: Readonly<Record<string, string>>;
  /** By profile: digest of the home's `.env`. */
  readonly envs: Readonly<Record<string, string>>;
  /** Owners and modes of all of them. */
  readonly modes: readonly string[];
  /** Profiles that a boot starts. */
  readonly linked: readonly string[];
  /** Profiles of which a process is there. */
  readonly runs: readonly string[];
  /** By profile, as systemd says it. */
  readonly active: Readonly<Record<string, string>>;
  /** By profile: units that its file names in `Conflicts=` and `Before=`. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Work directories and temporary files of ours. */
  readonly left: readonly string[];
  /** Records of changes by file name, with their text. */
  readonly records: Readonly<Record<string, { readonly deadline: number; readonly text: string }>>;
  /** Files of ours that another account can read. */
  readonly readable: readonly string[];
  /** Our own units, with their state. */
  readonly units: readonly string[];
  readonly failed: readonly string[];
}

/** Looks at a host. */
export async function look(host: LabHost): Promise<Look> {
  return parseLook(await must(host, scriptText("look.sh")));
}

/** Reads what the host printed. */
export function parseLook(text: string): Look {
  const rows = text.split("\n").map((line) => line.split("\t"));
  const of = (kind: string) => rows.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const words = (kind: string) => of(kind).map(([first = ""]) => first);
  const byName = (kind: string) =>
    Object.fromEntries(of(kind).map(([name = "", value = ""]) => [name, value]));
  const names: Record<string, string[]> = {};
  for (const [profile = "", line = ""] of of("names")) {
    const list = names[profile] ?? [];
    names[profile] = [
      ...list,
      ...line
        .replace(/^[^=]*=/, "")
        .split(" ")
        .filter(Boolean),
    ];
  }
  return {
    files: byName("file"),
    envs: byName("env"),
    modes: [...of("file"), ...of("env")].map(([name, , mode]) => `${name} ${mode}`),
    linked: words("linked"),
    runs: words("runs"),
    active: byName("active"),
    names,
    left: words("left"),
    records: Object.fromEntries(
      of("record").map(([name = "", deadline = "", content = ""]) => [
        name,
        { deadline: Number(deadline), text: content },
      ]),
    ),
    readable: words("readable"),
    units: of("unit").map((fields) => fields.join(" ")),
    failed: words("failed"),
  };
}
