import type { Sandbox } from "../machine/sandbox";
import { createTmpfiles } from "../machine/tmpfiles";
import type { Tool } from "./tool";

/** `systemd-tmpfiles --create [FILE...]`. */
export function systemdTmpfiles(sandbox: Sandbox): Tool {
  return ({ args }) => {
    const files = args.filter((word) => !word.startsWith("-"));
    if (!args.includes("--create"))
      return { code: 1, err: "You need to specify at least one of --create.\n" };
    createTmpfiles(sandbox, files);
    return { code: 0 };
  };
}
