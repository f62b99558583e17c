/** A TCP port that a gateway listens on. */
export interface Listener {
  /** Hermes' name of the platform, `ports` for one that the option of that name declares. */
  readonly platform: string;
  /** The platform in a sentence: `API server`. */
  readonly title: string;
  readonly port: number;
  /** Address that it binds; empty: all of them. */
  readonly address: string;
  /** Where the port is written, or else what switches the listener on. */
  readonly path: string;
  /** Whether somebody wrote the port, or it is Hermes' own default. */
  readonly written: boolean;
}

/** Whether two listeners cannot both bind: the same port, and addresses that meet. */
export function overlap(a: Listener, b: Listener): boolean {
  if (a.port !== b.port) return false;
  return isEveryAddress(a.address) || isEveryAddress(b.address) || plain(a.address) === plain(b.address);
}

/** All addresses of either family count as all: an IPv6 wildcard takes IPv4 along unless a program says otherwise. */
export function isEveryAddress(address: string): boolean {
  return ["", "0.0.0.0", "::", "*"].includes(plain(address));
}

function plain(address: string): string {
  const bare = address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "");
  return bare === "localhost" ? "127.0.0.1" : bare;
}
