import { z } from "zod";
import { ACCOUNT, type NameRule, name } from "../rules/names";
import { absolutePath } from "../rules/paths";
import { says, shown } from "../rules/says";

/**
 * One exact version in PEP 440's normal spelling, without an epoch. Any other spelling of the same version would name
 * another directory, and a range would let the index decide what runs.
 */
export const PINNED_VERSION: NameRule = {
  pattern:
    /^(0|[1-9]\d*)(\.(0|[1-9]\d*))*((a|b|rc)(0|[1-9]\d*))?(\.post(0|[1-9]\d*))?(\.dev(0|[1-9]\d*))?(\+[a-z0-9]+(\.[a-z0-9]+)*)?$/,
  what: "one exact version in Python's normal spelling",
  remedy: 'write it as the index lists it, without "v", range or "*", for example "0.19.0" or "1.0.0rc1"',
};

/** Name of an extra in its normal spelling (PEP 685). */
export const EXTRA: NameRule = {
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  what: "the name of an extra in its normal spelling",
  remedy: 'use lower-case letters and digits with single "-" between them, for example "edge-tts"',
};

/** Account that asks a program for its version: root never runs what another account may have put there. */
export function askingAccount() {
  return name(ACCOUNT).check(
    z.superRefine((value, context) => {
      if (value !== "root") return;
      const remedy = "leave it out, or name the account that runs the gateways";
      context.addIssue({ code: "custom", message: says("root asks no program for its version", remedy) });
    }),
  );
}

/** The longest root: the kernel reads 127 bytes of a script's first line, and the version's directory stands there too. */
const LONGEST_ROOT = 60;

/** A directory that programs are installed below: what the first line of a script can carry. */
export function installRoot() {
  return absolutePath().check(
    z.superRefine((value, context) => {
      const complaint = rootComplaint(value);
      if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
    }),
  );
}

function rootComplaint(path: string): string | undefined {
  if (path === "/")
    return says('"/" is no directory to install below', "name one, for example /opt/hermes-agent");
  if (path.length > LONGEST_ROOT) {
    return says(
      `is ${path.length} characters long, and the kernel cuts a script's first line`,
      `use a path of at most ${LONGEST_ROOT} characters`,
    );
  }
  if (/^[A-Za-z0-9/._-]*$/.test(path)) return undefined;
  return says(
    `${shown(path)} has characters that the first line of a script cannot carry`,
    'use letters, digits, "/", ".", "_" and "-"',
  );
}

/** Address of a package index. Never with a password: the address stands in the state, in previews and in argv. */
export function indexUrl() {
  return z.string().check(
    z.superRefine((value, context) => {
      const complaint = urlComplaint(value);
      if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
    }),
  );
}

const CREDENTIAL_REMEDY =
  "leave it out here and put it into the host's own configuration of pip: /etc/pip.conf or ~/.netrc of root, mode 0600";

/** Says a value only where it cannot hold a credential. */
function urlComplaint(value: string): string | undefined {
  if (/^[a-z]+:\/\/[^/]*@/i.test(value)) return says("has a user name or password", CREDENTIAL_REMEDY);
  if (/[?#]/.test(value)) return says('has a "?" or "#", behind which a key may stand', CREDENTIAL_REMEDY);
  if (/^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~%/+-]*)?$/.test(value)) return undefined;
  return says(
    "is no https address",
    "write the address of a simple index (PEP 503), for example https://packages.example.net/simple; what is installed runs on the host, so it is not taken over http",
  );
}

/** Lines of a constraints file: one pinned package each, or a comment. */
export function constraintsText() {
  return z.string().check(
    z.superRefine((value, context) => {
      const lines = value.split("\n");
      const bad = lines.findIndex((line) => !CONSTRAINT.test(line.trimEnd()));
      if (value.length > LONGEST_CONSTRAINTS) {
        const message = `is ${value.length} characters long`;
        context.addIssue({ code: "custom", message: says(message, `write ${LONGEST_CONSTRAINTS} at most`) });
      } else if (bad >= 0) {
        const message = `line ${bad + 1} pins no package: ${shown(lines[bad])}`;
        const remedy =
          "write one `name==version` a line, as `pip freeze` does, without options and addresses";
        context.addIssue({ code: "custom", message: says(message, remedy) });
      }
    }),
  );
}

/** Linux takes 131,072 bytes for one argument, and the script goes with it. */
const LONGEST_CONSTRAINTS = 65_536;

const CONSTRAINT =
  /^(#[ -~]*|[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?==[A-Za-z0-9.+!_-]+( *;[ -~]*)?( *#[ -~]*)?)?$/;
