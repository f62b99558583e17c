import { HostError } from "../../host/host-error.js";
import { tell } from "../../host/tell.js";
import type { RecordedFile } from "../../host/transaction/operation.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";

/** What a declaration is brought into a file with. */
export interface FileMerge {
  /** How messages name the machine. */
  readonly host: string;
  /** Absent: everything of ours goes. */
  readonly news?: GatewayInputs;
  /** What was declared, if it is on the host. */
  readonly olds?: GatewayOutputs;
  readonly record?: RecordedFile;
}

/** A file as it is to be; without content there is to be none. */
export interface MergedFile {
  readonly content: string | Buffer | undefined;
  readonly found?: RecordedFile["found"];
}

/** One file below a home, and the declaration that stands in it. */
export interface HomeFileKind {
  /** Below the home. */
  readonly path: string;
  /** Mode of a file that is made, octal. */
  readonly mode: string;
  isDeclared(inputs: GatewayInputs): boolean;
  isSame(olds: GatewayInputs, news: GatewayInputs): boolean;
  /** @throws HostError when it cannot be brought in; when it goes, nothing is ever refused: what is not ours stays. */
  merge(content: Buffer | undefined, merge: FileMerge): MergedFile;
  /** The declaration as the host has it, when that differs. */
  actual(content: Buffer | undefined, olds: GatewayOutputs): { readonly actual?: Partial<GatewayInputs> };
}

/** A declaration that cannot be brought into a file of the home. */
export function refused(
  host: string,
  problems: readonly string[],
  remedy = "correct the file on the host, or the declaration",
): HostError {
  return new HostError("home-file-refused", {
    host,
    message: [
      "files of the home stay as they are, because what is declared cannot be brought in",
      ...problems.map((problem) => `  ${problem}`),
      "  now: nothing was changed",
    ].join("\n"),
    remedy,
  });
}

/** What the machine says in the place of a digest. */
export const UNREADABLE = "unreadable";

/** Something of ours that stays on the host when the rest goes, because it is not ours any more. */
export function tellLeft(host: string, what: string, why: string): void {
  tell(`${host}: ${what} stays as it is: ${why}`);
}

/** Somebody changed what is ours in a file of the home. */
export function changedOnHost(host: string, what: string): HostError {
  return new HostError("changed-on-host", {
    host,
    message: `somebody changed ${what} since the last apply or refresh\n  now: nothing was changed`,
    remedy:
      "look at the difference with `pulumi preview --refresh --diff`; `pulumi up --refresh` puts the declared state back",
  });
}
