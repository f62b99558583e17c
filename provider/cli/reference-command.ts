import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { fleetJsonSchema } from "../core/schema/fleet-json-schema";
import { referencePage } from "./reference-page.js";

/** `hermes-fleet reference`: the reference page of fleet.yaml, made from its schema. */
export function referenceCommand(): Command {
  return new Command("reference")
    .description("print the reference page of fleet.yaml, in Markdown")
    .option("--out <file>", "write it to a file instead")
    .action(({ out }: { out?: string }) => {
      const page = referencePage(fleetJsonSchema());
      if (out === undefined) process.stdout.write(page);
      else writeFileSync(out, page);
    });
}
