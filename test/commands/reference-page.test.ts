import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { referencePage } from "../../provider/cli/reference-page";
import { fleetJsonSchema } from "../../provider/core/schema/fleet-json-schema";

describe("the reference page", () => {
  it("is the one in the repository", () => {
    const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "fleet-yaml.md"), "utf8");
    expect(referencePage(fleetJsonSchema())).to.equal(page);
  });

  it("has a table for each map, with defaults and ranges", () => {
    const page = referencePage({
      type: "object",
      required: ["hosts"],
      properties: {
        hosts: {
          type: "object",
          additionalProperties: {
            type: "object",
            properties: {
              port: { type: "integer", minimum: 1, maximum: 9, default: 2, description: "A | port." },
            },
          },
        },
      },
    });
    expect(page).to.contain("## The file\n\n| option | value | default | meaning |");
    expect(page).to.contain("| `hosts` | map | required |  |");
    expect(page).to.contain("## `hosts.<key>`");
    expect(page).to.contain("| `port` | integer 1…9 | `2` | A \\| port. |");
  });
});
