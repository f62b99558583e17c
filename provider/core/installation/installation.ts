import { PACKAGE } from "./installation-defaults";

/** A version of Hermes Agent in a virtual environment of its own: every option resolved, every path computed. */
export interface Installed {
  readonly from: "pypi" | "wheelhouse";
  readonly version: string;
  /** Extras of the package, by code unit. */
  readonly extras: readonly string[];
  /** What pip is asked for: `hermes-agent[sms]==0.19.0`. */
  readonly requirement: string;
  /** Address of the index; left out: what pip on the host is configured for. */
  readonly index?: string;
  /** Directory of wheels on the host. */
  readonly wheelhouse?: string;
  /** Text of a constraints file. */
  readonly constraints?: string;
  /** The interpreter that the environment is made with; left out: `python3` on the path. */
  readonly interpreter?: string;
  /** Directory that all versions lie below. */
  readonly root: string;
  /** The version's own directory below `<root>/versions`. */
  readonly name: string;
  /** `<root>/versions/<name>`. */
  readonly directory: string;
  /** The version's `hermes`: what a gateway's unit starts. */
  readonly executable: string;
  /** The version's Python. */
  readonly python: string;
  /** How many earlier versions stay. */
  readonly keep: number;
  /** A link to the present version's command. */
  readonly link?: string;
  /** Longest that pip may take, in seconds. */
  readonly deadlineSeconds: number;
}

/** A version of Hermes Agent that somebody else has installed. */
export interface Verified {
  readonly from: "verify";
  readonly version: string;
  readonly executable: string;
  /** Account that asks it for its version; left out: the program's owner. */
  readonly user?: string;
}

/** What is to be on a host. Plain values without a secret. */
export type Installation = Installed | Verified;

/** What a state keeps of an installation: each fact once, so that a preview shows each change once. */
export type KeptInstallation = Omit<Installed, "requirement" | "name" | "directory" | "python"> | Verified;

/** Leaves out what follows from the rest. */
export function keptInstallation(installation: Installation): KeptInstallation {
  if (installation.from === "verify") return installation;
  const { requirement: _, name: __, directory: ___, python: ____, ...kept } = installation;
  return kept;
}

/** The whole of what a state keeps. The path is what was computed when it was written, not what would be today. */
export function wholeInstallation(kept: KeptInstallation): Installation {
  if (kept.from === "verify") return kept;
  const { version, extras, executable } = kept;
  const directory = executable.slice(0, -"/bin/hermes".length);
  return {
    ...kept,
    requirement: `${PACKAGE}${extras.length === 0 ? "" : `[${extras.join(",")}]`}==${version}`,
    name: directory.slice(directory.lastIndexOf("/") + 1),
    directory,
    python: `${directory}/bin/python`,
  };
}
