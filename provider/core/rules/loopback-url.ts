import { z } from "zod";
import { says, shown } from "./says";

/** An address as it is dialled: plain http to this machine itself. */
export interface LoopbackUrl {
  /** `127.0.0.1` or `::1`, without brackets. */
  readonly address: string;
  readonly port: number;
  /** Path and query, beginning with `/`. */
  readonly path: string;
}

/** Longest address, in characters. */
const LONGEST_URL = 2000;

/** Visible ASCII only, no account, no fragment. */
const URL_TEXT = /^http:\/\/(?:(127(?:\.\d{1,3}){3})|\[(::1)\])(?::(\d{1,5}))?(\/[!"$-~]*)?$/;

/** A plain http address of this machine: `http://127.0.0.1:8642/health`, `http://[::1]/`. */
export function loopbackUrl() {
  return z.string().check(
    z.superRefine((value, context) => {
      if (parseLoopbackUrl(value)) return;
      const message = says(
        `${shown(value)} is no http address of the host itself`,
        'write it with an address in numbers, for example "http://127.0.0.1:8642/health"',
      );
      context.addIssue({ code: "custom", message });
    }),
  );
}

/** The parts of such an address, or `undefined` for any other text. */
export function parseLoopbackUrl(text: string): LoopbackUrl | undefined {
  const [, v4, v6, port = "80", path = "/"] = URL_TEXT.exec(text) ?? [];
  const address = v4 ?? v6;
  if (address === undefined || text.length > LONGEST_URL) return undefined;
  if (v4?.split(".").some((part) => Number(part) > 255 || /^0\d/.test(part))) return undefined;
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { address, port: number, path } : undefined;
}
