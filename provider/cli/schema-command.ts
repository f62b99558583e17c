import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command } from "commander";
import { fleetJsonSchema } from "../core/schema/fleet-json-schema";

/** `hermes-fleet schema`: the JSON schema of fleet.yaml, for editors. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON schema of fleet.yaml")
    .option("--out <file>", "write it to a file instead")
    .action(({ out }: { out?: string }) => {
      const text = `${JSON.stringify(fleetJsonSchema(), undefined, 2)}\n`;
      if (out === undefined) {
        process.stdout.write(text);
        return;
      }
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, text);
    });
}
