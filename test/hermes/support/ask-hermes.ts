import { gunzipSync, gzipSync } from "node:zlib";
import type { LabHost } from "../../lab/lab-host";

/** What a Python program with the real Hermes answers to a list of inputs, on standard input, as JSON on its last line. */
export async function askHermes<Answer>(
  vm: LabHost,
  program: string,
  inputs: readonly unknown[],
): Promise<Answer[]> {
  const { code, stdout, stderr } = await vm.run(
    `set -o pipefail; cat >/root/ask.py <<'PROGRAM'${program}PROGRAM
     cd /root && base64 -d | gunzip | /opt/hermes-agent/venv/bin/python ask.py | tail -n 1 | gzip | base64 -w 0`,
    { input: gzipSync(JSON.stringify(inputs)).toString("base64"), timeoutMs: 300_000 },
  );
  if (code !== 0) throw new Error(`exit status ${code}\n${stderr.slice(-2000)}`);
  return JSON.parse(gunzipSync(Buffer.from(stdout.trim(), "base64")).toString()) as Answer[];
}
