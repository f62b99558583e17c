import type { CommandOptions } from "../../lab/command";
import type { LabHost } from "../../lab/lab-host";

/** Runs a script on a host. @returns what it printed @throws Error when it fails */
export async function must(host: LabHost, script: string, options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await host.run(script, options);
  if (code !== 0) throw new Error(`${host.name}: exit status ${code} of:\n${script}\n${stderr}`);
  return stdout;
}
