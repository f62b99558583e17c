import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { LabHost } from "../../lab/lab-host";
import type { EmbeddedHost } from "../embedded-host";
import type { ContractHost } from "./contract-case";

/** The embedded host, past its SSH server: the same shell with the same environment. */
export function embeddedContractHost(host: EmbeddedHost): ContractHost {
  return {
    run: async (script) => {
      const child = spawn("/bin/sh", ["-c", script], {
        ...host.surroundings,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const [stdout, stderr] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      return { stdout, stderr };
    },
    boot: () => host.boot(),
  };
}

/** A real machine of the lab. */
export function realContractHost(host: LabHost): ContractHost {
  return {
    run: (script) => host.run(script),
    boot: () => host.reboot(),
  };
}
