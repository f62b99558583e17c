import { shownLine } from "../core/host-text";

/** Shorter values would tear ordinary words apart. */
export const SHORTEST_SECRET = 4;

/** Shorter lines of a value of several lines are also found as a part of the whole value. */
const SHORTEST_LINE = 16;

/** A line of a key is found from this length on, the last one too, which is short as a rule. */
const SHORTEST_KEY_LINE = 8;
const KEY_LINE = /^(?=.*[\dA-Z+/])[A-Za-z0-9+/=_-]+$/;

/** What an encoding of fewer bytes leaves of a value is found in ordinary text by chance. */
const SHORTEST_ENCODED_BYTES = 6;

/** Values of switches and levels, which ordinary messages are full of and which are no secrets. */
const COMMON =
  /^(?:true|false|none|null|auto|enabled|disabled|debug|info|warn|warning|error|critical|production|development)$/i;

/** A spelling of a secret. */
export interface SecretForm {
  readonly text: string;
  /** Whether a letter of base64 before or behind it holds some of its bits too. */
  readonly before?: boolean;
  readonly behind?: boolean;
}

/**
 * The spellings in which a secret may stand in a text, and those of its lines: plain; base64, also within a longer text;
 * hexadecimal; and as JSON, URLs, shells, systemd, YAML, Python and HTML write it.
 */
export function formsOf(secret: string): SecretForm[] {
  const lines = secret.split(/\r?\n/);
  const parts = lines.length > 1 ? lines.filter(isLongLine) : [];
  const values = new Set([secret, secret.trim(), ...parts.flatMap((line) => [line, line.trim()])]);
  const forms = [...values].filter(isFound).flatMap(spellingsOf);
  return [...new Map(forms.map((form) => [form.text, form])).values()].filter(
    ({ text }) => text.length >= SHORTEST_SECRET,
  );
}

function isFound(value: string): boolean {
  return value.length >= SHORTEST_SECRET && !COMMON.test(value);
}

function isLongLine(line: string): boolean {
  return line.length >= (KEY_LINE.test(line) ? SHORTEST_KEY_LINE : SHORTEST_LINE);
}

function spellingsOf(value: string): SecretForm[] {
  // shownLine: as a text is shown that holds what cannot be seen
  const texts = [value, shownLine(value), ...quotedForms(value), ...urlForms(value)];
  const bytes = Buffer.from(value);
  const whole = [bytes.toString("base64"), bytes.toString("base64").replace(/=+$/, "")];
  const url = bytes.toString("base64url");
  return [
    ...[...texts, ...whole, url].map((text) => ({ text })),
    ...(bytes.length < SHORTEST_ENCODED_BYTES ? [] : [...hexForms(bytes), ...innerBase64(bytes)]),
  ];
}

function hexForms(bytes: Buffer): SecretForm[] {
  const hex = bytes.toString("hex");
  return [{ text: hex }, { text: hex.toUpperCase() }];
}

/** The letters of base64 that hold nothing but bits of the value, where it begins at each place of a group of three. */
function innerBase64(bytes: Buffer): SecretForm[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const [start, end] = [Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6)];
    const ends = { before: before > 0, behind: padded.length % 3 > 0 };
    return (["base64", "base64url"] as const).map((encoding) => ({
      text: padded.toString(encoding).slice(start, end),
      ...ends,
    }));
  });
}

function urlForms(value: string): string[] {
  const encoded = encodeURIComponent(Buffer.from(value).toString());
  const strict = encoded.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [encoded, strict, encoded.replaceAll("%20", "+"), strict.replaceAll("%20", "+")];
  // what a path or a query may hold as it is
  const loose = encoded.replace(/%(?:2F|3A|40|24|26|2B|2C|3B|3D|3F)/g, (c) => decodeURIComponent(c));
  return [...forms, loose].flatMap((form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
  ]);
}

/** Inside the quotes, without them. */
function quotedForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const backslashes = value.replaceAll("\\", "\\\\");
  const systemd = json.replaceAll("%", "%%");
  return [
    json,
    json.replaceAll("/", "\\/"),
    asciiOnly(json),
    systemd,
    systemd.replaceAll("$", () => "$$"),
    value.replaceAll("%", "%%"),
    value.replaceAll("$", () => "$$"),
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll("'", "''"),
    value.replace(/["\\$`]/g, "\\$&"),
    value.replace(/[^\w@%+=:,./\n-]/g, "\\$&"),
    backslashes,
    backslashes.replaceAll("'", "\\'").replaceAll("\n", "\\n"),
    JSON.stringify(json).slice(1, -1),
    ...htmlForms(value),
  ];
}

function asciiOnly(json: string): string {
  return json.replace(/[^\0-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function htmlForms(value: string): string[] {
  const basic = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = basic.replaceAll('"', "&quot;");
  return [basic, quoted, quoted.replaceAll("'", "&#39;"), quoted.replaceAll("'", "&#x27;")];
}
