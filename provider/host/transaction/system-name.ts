import { parse } from "ini";

/** The name of an operating system for people, from its `/etc/os-release`; empty when it has none. */
export function systemName(osRelease: Buffer | undefined): string {
  const values = parse(osRelease?.toString("utf8") ?? "");
  const name: unknown = values.PRETTY_NAME ?? values.NAME;
  return typeof name === "string" ? name : "";
}
