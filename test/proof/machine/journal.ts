import type { LabHost } from "../../lab/lab-host";
import type { ProofSet } from "../sets/proof-set";

const LINES = 60;

/** What the journal of this boot says of the units of a set, the last lines. */
export async function journalOf(host: LabHost, { members }: ProofSet): Promise<string[]> {
  const units = members.map(({ unitName }) => `-u ${unitName}`).join(" ");
  const { stdout } = await host.run(`journalctl -b -o short-monotonic --no-pager -q -n ${LINES} ${units}`);
  return stdout.trimEnd().split("\n");
}
