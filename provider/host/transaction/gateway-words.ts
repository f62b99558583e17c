/** What a gateway that failed said of itself. It may hold secrets: it is there to be recognised, never to be shown. */
export interface GatewayWords {
  readonly unit: string;
  /** What the host saw of the failure, one line. */
  readonly detail: string;
  /** The lines that this life of the gateway printed. */
  readonly words?: string;
  /** Its gateway_state.json, when its own process wrote that. */
  readonly state?: string;
  /** Account that runs it, and its home. */
  readonly user?: string;
  readonly home?: string;
}

/** A platform that is not connected, as the state file has it. */
export interface Platform {
  readonly name: string;
  /** Its error code in plain letters, else empty. */
  readonly code: string;
  /** Never to be shown. */
  readonly message: string;
}

/**
 * What a gateway said, as texts and platforms. Of a gateway that is not ready the platforms count that it was waited
 * for, or all where none was named; of one that ended those that it ended because of.
 */
export function said({ detail, words = "", state = "" }: GatewayWords): {
  readonly platforms: readonly Platform[];
  readonly texts: readonly string[];
} {
  const file = objectOf(parsed(state));
  const waitedFor = [...detail.matchAll(/\bplatform (\S+): /g)].map(([, name]) => name);
  const counts = isNotReady(detail) || file.gateway_state === "startup_failed";
  const platforms = Object.entries(counts ? objectOf(file.platforms) : {})
    .filter(([name]) => waitedFor.length === 0 || waitedFor.includes(name))
    .flatMap(([name, value]) => platformOf(name, objectOf(value)));
  return { platforms, texts: [...words.split("\n"), textOf(file.exit_reason)] };
}

/** Whether a gateway was active, and failed because it was not ready. */
export function isNotReady(detail: string): boolean {
  return /^it (was not|cannot be seen to be) ready/.test(detail);
}

const PLAIN = /^[A-Za-z0-9:_.-]{1,130}$/;

function platformOf(name: string, { state, error_code: code, error_message: message }: Fields): Platform[] {
  if (!PLAIN.test(name) || (state !== "retrying" && state !== "fatal")) return [];
  return [{ name, code: PLAIN.test(textOf(code)) ? textOf(code) : "", message: textOf(message) }];
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
