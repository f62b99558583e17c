import { gunzipSync, gzipSync } from "node:zlib";
import { must } from "../../hosts/support/inspect";
import type { LabHost } from "../../lab/lab-host";

/** Inputs for one run of a program: one message of the connection has to hold them. */
const MOST = 1500;

/** What a Python program with the real Hermes answers to a list of inputs, on standard input, as JSON on its last line. */
export async function askHermes<Answer>(
  vm: LabHost,
  program: string,
  inputs: readonly unknown[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < inputs.length; at += MOST) {
    const data = gzipSync(JSON.stringify(inputs.slice(at, at + MOST))).toString("base64");
    const said = await must(
      vm,
      `cat >/root/ask.py <<'PROGRAM'${program}PROGRAM
       base64 -d <<'DATA' | gunzip >/root/ask.json
${data}
DATA
       cd /root && /opt/hermes-agent/venv/bin/python ask.py </root/ask.json 2>/dev/null | tail -n 1 | gzip | base64 -w 0`,
    );
    answers.push(...(JSON.parse(unzipped(said.split("\n").at(-1) ?? "")) as Answer[]));
  }
  return answers;
}

function unzipped(text: string): string {
  return gunzipSync(Buffer.from(text, "base64")).toString();
}
