import { z } from "zod";
import { says } from "./says";
import { lineComplaint } from "./text-rules";

/** A name of a machine: any script's letters, as an internationalised name has them. */
const NAME = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}_.])?$/u;

/** An IPv6 address as text, with a zone or without. */
const IPV6 = /^(?=(?:[^:]*:){2})[0-9A-Fa-f:]+(?:\.\d{1,3}){0,3}(?:%[A-Za-z0-9._-]+)?$/;

/** Name or address of a machine, without account, port or brackets. */
export function hostAddress() {
  return z.string().check(
    z.superRefine((value, context) => {
      const complaint = addressComplaint(value);
      if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
    }),
  );
}

/**
 * What makes a text no name and no address of a machine, as {@link says} puts it, or `undefined`. The complaint repeats
 * nothing of the text: a password may stand before an `@`.
 */
export function addressComplaint(value: string): string | undefined {
  if (value.trim() === "") return says("is empty", "write the machine's name or address");
  const line = lineComplaint(value);
  if (line !== undefined) return line;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(value)) {
    return says(
      "is a URL",
      "write the machine's name or address alone; the account goes into `user`, the port into `port`",
    );
  }
  if (value.includes("@")) {
    return says('has an "@"', "write the machine's name or address alone; the account goes into `user`");
  }
  if (/[[\]]/.test(value)) {
    return says(
      "has brackets",
      "write an IPv6 address without them, for example fe80::1; the port goes into `port`",
    );
  }
  if (IPV6.test(value) || NAME.test(value)) return undefined;
  if (/^[^:]+:\d*$/.test(value)) {
    return says("ends in a port", "write the machine's name or address alone; the port goes into `port`");
  }
  return says(
    "is neither a name nor an address of a machine",
    "write it as for `ssh`, for example vm1.example.net, 192.0.2.10 or 2001:db8::1",
  );
}
