import { writeFileSync } from "node:fs";
import { Lab } from "../lab/lab";
import { runCells } from "./cells/run-cells";
import { isAsked, readOptions } from "./options";
import { stagesOn, survey } from "./run-faults";

const log = (line: string): void => void process.stderr.write(`faults: ${line}\n`);
async function main() {
  const options = readOptions(process.argv.slice(2));
  const lab = await Lab.up(options.hosts, { name: "faults", log });
  const stages = stagesOn(lab);
  const all: unknown[] = [];
  try {
    const s = await survey(stages, { log });
    console.log("unreached", s.unreached, s.plans.length);
    if (options.list) console.log(s.plans.map((p) => p.id).join("\n"));
    const r = options.list
      ? s.paths
      : await runCells(
          stages,
          s.plans.filter((p) => isAsked(p, options.only)),
          {
            log,
            onResult: (one) => {
              all.push(one);
              if (typeof options.json === "string") writeFileSync(options.json, JSON.stringify(all, undefined, 1));
            },
          },
        );
    if (typeof options.json === "string") writeFileSync(options.json, JSON.stringify(r, undefined, 1));
  } finally {
    for (const stage of stages) await stage.close();
    await lab.down();
  }
}
void main();
