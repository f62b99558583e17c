import { z } from "zod";
import { name } from "../rules/names";
import { absolutePath, executablePath } from "../rules/paths";
import { strict } from "../rules/strict";
import {
  askingAccount,
  constraintsText,
  EXTRA,
  indexUrl,
  installRoot,
  PINNED_VERSION,
} from "./installation-rules";

const SOURCES = ["pypi", "wheelhouse", "verify"] as const;

/** One version of Hermes Agent on one host, as the user writes it: plain values, known in preview. */
export interface InstallationInput {
  /** One exact version in PEP 440's normal spelling. Another one is an update, installed beside the old one. */
  readonly version: string;
  /**
   * Where it comes from: `pypi`, a package index; `wheelhouse`, a directory of wheels on the host, without any network;
   * `verify`, from nobody here: what is there must be this version. A change to or from `verify` replaces.
   * @default "pypi"
   */
  readonly from?: (typeof SOURCES)[number] | undefined;
  /**
   * Extras of the package. Hermes cannot add packages by itself to what is installed here: it belongs to root. Others
   * are another directory, as another version is. @default ["sms"]
   */
  readonly extras?: readonly string[] | undefined;
  /** Address of a simple package index, https, without credentials. @default what pip on the host is configured for */
  readonly index?: string | undefined;
  /** Directory on the host with the wheels of the package and of all that it needs, for `from: "wheelhouse"`. */
  readonly wheelhouse?: string | undefined;
  /**
   * Text of a constraints file, one `name==version` a line, 65536 characters at most: what else is installed is then as
   * exact as the version. Another one is another directory. @default pip decides when it installs
   */
  readonly constraints?: string | undefined;
  /**
   * The interpreter that the virtual environment is made with, an absolute path; 3.11 or newer. Another one is another
   * directory. @default python3 on root's path
   */
  readonly python?: string | undefined;
  /**
   * Directory on the host that the versions lie below, each in one of its own; every part of its path must be
   * root's own, and no link; 60 characters at most. Another one replaces. @default "/opt/hermes-agent"
   */
  readonly root?: string | undefined;
  /**
   * How many earlier versions stay beside the present one, 0 to 20. One that a unit, a kept generation of the host or a
   * process still uses always stays. @default 2
   */
  readonly keep?: number | undefined;
  /** A link to the present version's command, for people at the host, such as `/usr/local/bin/hermes`. @default none */
  readonly link?: string | undefined;
  /** The program to ask for its version, with `from: "verify"`. @default "/usr/local/bin/hermes" */
  readonly executable?: string | undefined;
  /**
   * Account that asks the program for its version, with `from: "verify"`; never root. @default the program's owner, when
   * it and root alone could change the program, else an account without any rights
   */
  readonly user?: string | undefined;
  /** Longest that pip may take, in seconds, 10 to 86400. @default 900 */
  readonly deadlineSeconds?: number | undefined;
}

/** Runtime check of an {@link InstallationInput}. */
export const installationSchema = strict({
  version: name(PINNED_VERSION),
  from: z.enum(SOURCES).optional(),
  extras: z.array(name(EXTRA)).optional(),
  index: indexUrl().optional(),
  wheelhouse: absolutePath().optional(),
  constraints: constraintsText().optional(),
  python: executablePath().optional(),
  root: installRoot().optional(),
  keep: z.int().min(0).max(20).optional(),
  link: absolutePath().optional(),
  executable: executablePath().optional(),
  user: askingAccount().optional(),
  deadlineSeconds: z.int().min(10).max(86_400).optional(),
} satisfies Record<keyof InstallationInput, z.ZodType>);

/** Options that count for some sources only. */
export const OPTIONS_OF: Readonly<
  Record<Exclude<keyof InstallationInput, "version" | "from">, readonly (typeof SOURCES)[number][]>
> = {
  extras: ["pypi", "wheelhouse"],
  index: ["pypi"],
  wheelhouse: ["wheelhouse"],
  constraints: ["pypi", "wheelhouse"],
  python: ["pypi", "wheelhouse"],
  root: ["pypi", "wheelhouse"],
  keep: ["pypi", "wheelhouse"],
  link: ["pypi", "wheelhouse"],
  deadlineSeconds: ["pypi", "wheelhouse"],
  executable: ["verify"],
  user: ["verify"],
};
