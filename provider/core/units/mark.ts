import { hmacSha256Hex, sha256Hex } from "../digest";
import { sortedUnique } from "../order";
import { decodeMarkValue, encodeMarkValue } from "./mark-value";
import { runtimeDigest } from "./runtime-digest";

/** What the owner says of a unit in its ownership mark. */
export interface MarkFields {
  /** `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  /** `<host key>/<profile key>`. */
  readonly profile: string;
  readonly priority: number;
  /** Version of the spec that the unit was rendered from. */
  readonly schemaVersion: number;
  /** Keyed digests of what the gateway claims, from {@link claimDigest}. */
  readonly claims: readonly string[];
}

/** The ownership mark that was read from a unit. */
export interface Mark extends MarkFields {
  /** Digest of the text when it was marked; another one than `fileDigest(text)` is drift. */
  readonly file: string;
  /** {@link runtimeDigest} of the text when it was marked. */
  readonly runtime: string;
}

/** A unit's text without its mark, and the mark. */
export interface MarkedUnit {
  /** Everything but the mark's lines; what somebody wrote behind the mark is at the end of it. */
  readonly text: string;
  readonly mark: Mark | undefined;
}

const HEADER = "[X-Hermes-Fleet]";

/**
 * Adds the ownership mark: a section that systemd skips silently, because its name begins with `X-`. The digests
 * of the text are made here. `readMark` gives the text back unchanged, whatever it is.
 */
export function markUnit(text: string, fields: MarkFields): string {
  const lines = [
    HEADER,
    `Owner=${encodeMarkValue(fields.owner)}`,
    `Profile=${encodeMarkValue(fields.profile)}`,
    `Priority=${fields.priority}`,
    `SchemaVersion=${fields.schemaVersion}`,
    `Claims=${sortedUnique(fields.claims).join(" ")}`,
    `File=${fileDigest(text)}`,
    `Runtime=${runtimeDigest(text)}`,
  ];
  return `${text}\n${lines.join("\n")}\n`;
}

/**
 * Takes the last ownership mark off a unit. Without a mark, or with one that lacks its owner or its profile, the
 * text comes back whole and the unit is nobody's. Keys of later versions are passed over.
 */
export function readMark(markedText: string): MarkedUnit {
  const at = markedText.lastIndexOf(`\n${HEADER}\n`);
  if (at === -1) return { text: markedText, mark: undefined };
  const values = new Map<string, string>();
  let rest = at + HEADER.length + 2;
  const line = /([A-Z][A-Za-z]*)=([^\n]*)(?:\n|$)/y;
  for (line.lastIndex = rest; ; rest = line.lastIndex) {
    const found = line.exec(markedText);
    if (found === null) break;
    values.set(found[1] ?? "", decodeMarkValue(found[2] ?? ""));
  }
  const mark = markOf(values);
  if (mark === undefined) return { text: markedText, mark };
  return { text: markedText.slice(0, at) + markedText.slice(rest), mark };
}

/** Digest of a unit's text without its mark: `sha256:` and 64 hex digits. */
export function fileDigest(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}

/**
 * Keyed digest of one claim (`port 8642`): 16 hex digits. With the key `<organization>/<project>/<stack>` equal
 * claims of one stack are equal texts, and a file that others may read does not give the claim away, unless it could be
 * found by trying: such a one is never passed here for a mark.
 */
export function claimDigest(claim: string, key: string): string {
  return hmacSha256Hex(key, claim).slice(0, 16);
}

/** The stack in an owner text, which is the key of its claims: what stands before `::`. */
export function stackOf(owner: string): string {
  return owner.split("::", 1)[0] ?? owner;
}

function markOf(values: ReadonlyMap<string, string>): Mark | undefined {
  const owner = values.get("Owner");
  const profile = values.get("Profile");
  if (owner === undefined || profile === undefined) return undefined;
  return {
    owner,
    profile,
    priority: wholeNumber(values.get("Priority")),
    schemaVersion: wholeNumber(values.get("SchemaVersion")),
    claims: (values.get("Claims") ?? "").split(" ").filter((claim) => claim !== ""),
    file: values.get("File") ?? "",
    runtime: values.get("Runtime") ?? "",
  };
}

/** A number that somebody damaged counts as 0 until the mark is written again. */
function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : 0;
}
