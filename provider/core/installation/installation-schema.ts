import { z } from "zod";
import { ACCOUNT, name } from "../rules/names";
import { absolutePath, executablePath } from "../rules/paths";
import { strict } from "../rules/strict";
import { INSTALLATION_DEFAULTS, PACKAGE } from "./installation-defaults";
import { constraintsText, EXTRA, indexUrl, installRoot, PINNED_VERSION } from "./installation-rules";

/** Where a version comes from. */
export const INSTALLATION_SOURCES = ["pypi", "wheelhouse", "verify"] as const;

interface OptionDoc {
  /** Meaning, unit and range, as sentences. */
  readonly doc: string;
  readonly default?: unknown;
  readonly defaultText?: string;
}

/** An option that may be left out, with the text that stands in the reference. */
function option<Schema extends z.ZodType>(schema: Schema, { doc, defaultText, ...rest }: OptionDoc) {
  const description = defaultText === undefined ? doc : `${doc} Default: ${defaultText}.`;
  return schema.optional().meta({ description, ...rest });
}

/** One installation of Hermes Agent on one host, as the user writes it. */
export const installationSchema = strict({
  version: name(PINNED_VERSION).meta({
    description: `The exact version of ${PACKAGE}, in PEP 440's normal spelling. Changing it is an update: the new one is installed beside the old one.`,
  }),
  from: option(z.enum(INSTALLATION_SOURCES), {
    doc: "Where it comes from: pypi, a package index; wheelhouse, a directory of wheels on the host, without any network; verify, nowhere, what is there must be this version.",
    default: INSTALLATION_DEFAULTS.from,
  }),
  extras: option(z.array(name(EXTRA)), {
    doc: "Extras of the package. Hermes cannot add packages by itself to what is installed here: it belongs to root.",
    default: INSTALLATION_DEFAULTS.extras,
  }),
  index: option(indexUrl(), {
    doc: "Address of a simple package index, https, without credentials. With from: pypi.",
    defaultText: "what pip on the host is configured for, PyPI as a rule",
  }),
  wheelhouse: option(absolutePath(), {
    doc: "Directory on the host with the wheels of the package and of all that it needs. Needed by from: wheelhouse.",
  }),
  constraints: option(constraintsText(), {
    doc: "Text of a constraints file, one name==version a line: what else is installed is then as exact as the version.",
    defaultText: "pip decides when it installs",
  }),
  python: option(executablePath(), {
    doc: "The interpreter that the virtual environment is made with, an absolute path; 3.11 or newer.",
    defaultText: "python3 on root's path",
  }),
  root: option(installRoot(), {
    doc: "Directory on the host that the versions lie below, each in one of its own. Must belong to root.",
    default: INSTALLATION_DEFAULTS.root,
  }),
  keep: option(z.int().min(0).max(20), {
    doc: "How many earlier versions stay beside the present one, 0 to 20. One that a unit, a kept generation of a host or a process still uses always stays.",
    default: INSTALLATION_DEFAULTS.keep,
  }),
  link: option(absolutePath(), {
    doc: "A link that leads to the present version's command, for people at the host, such as /usr/local/bin/hermes.",
    defaultText: "none",
  }),
  executable: option(executablePath(), {
    doc: "The program to ask for its version. With from: verify.",
    default: INSTALLATION_DEFAULTS.executable,
  }),
  user: option(name(ACCOUNT), {
    doc: "Account that asks the program for its version. With from: verify.",
    defaultText: "the owner of the program",
  }),
  deadlineSeconds: option(z.int().min(10).max(86_400), {
    doc: "Longest that pip may take, in seconds, 10 to 86400.",
    default: INSTALLATION_DEFAULTS.deadlineSeconds,
  }),
});

/** The options of one installation. */
export type InstallationInput = z.input<typeof installationSchema>;

/** Options that count for some sources only. */
export const OPTIONS_OF: Readonly<Record<string, readonly (typeof INSTALLATION_SOURCES)[number][]>> = {
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
