import { expect } from "chai";
import fc from "fast-check";
import { parseEnvFile } from "../../provider/core/env-file/parse-env-file";
import { envValueComplaint } from "../../provider/core/schema/env-value";
import { envValueProblem, renderEnvBlock } from "../../provider/host/transaction/env-block.js";
import { askHermes } from "./support/ask-hermes";
import { ENV_NAMES, envTexts, envValue, READ_ENV } from "./support/env-texts";
import { useHermes } from "./support/hermes-stage";

type Variables = Readonly<Record<string, string>>;
/** By the loader of a gateway's start, by `load_env`, by `load_env_file`; and the file after the first of them. */
type Readings = readonly [start: Variables, commands: Variables, multiplexer: Variables, after: string];

describe("Hermes' own readings of .env", () => {
  const stage = useHermes();
  const fits = (name: string, text: string) =>
    envValueComplaint(text) === undefined && envValueProblem(name, text) === undefined;
  const variables = fc
    .dictionary(fc.constantFrom(...ENV_NAMES), envValue)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([name, text]) => fits(name, text))));

  it("all three give every accepted value as it was declared, and leave the file as it is", async () => {
    const samples = fc.sample(variables, { seed: 20261121, numRuns: 4_000 }).map((all) => ({ ...all }));
    expect(samples.flatMap((all) => Object.keys(all)).length).to.be.at.least(9_000);
    const blocks = samples.map(renderEnvBlock);
    const readings = await askHermes<Readings>(stage.vm, READ_ENV, blocks);
    for (const reader of [0, 1, 2] as const) {
      const other = samples.flatMap((all, i) =>
        sorted(readings[i]?.[reader]) === sorted(all) ? [] : [[blocks[i], readings[i]?.[reader]]],
      );
      expect(other, `reader ${reader}`).to.deep.equal([]);
    }
    expect(readings.map(([, , , after]) => after)).to.deep.equal(blocks);
  });

  it("at a gateway's start give what we read in a file, or we have a complaint about it", async () => {
    const texts = envTexts(6_000);
    const readings = await askHermes<Readings>(stage.vm, READ_ENV, texts);
    let read = 0;
    const other = texts.flatMap((text, i) => {
      const ours = parseEnvFile(text);
      // what has an expansion or a NUL is refused as a value, later
      if (ours.complaints.length > 0 || /\$\{|\0/.test(Object.values(ours.variables).join(""))) return [];
      read += 1;
      const stripped = Object.entries(ours.variables).map(([name, value]) => [
        name,
        /_(?:KEY|TOKEN|SECRET)$/.test(name) ? value.replace(/\P{ASCII}/gu, "") : value,
      ]);
      return sorted(Object.fromEntries(stripped)) === sorted(readings[i]?.[0])
        ? []
        : [[text, ours.variables, readings[i]?.[0]]];
    });
    expect(other).to.deep.equal([]);
    expect(read).to.be.at.least(1_500);
  });

  const parted: [what: string, text: string, start: string, commands: string, multiplexer: string][] = [
    ["escaped single quotes", "A='it\\'s #1'\n", "it's #1", "it\\'s #1", "it\\'s #1"],
    ["two backslashes", "A='a\\\\b'\n", "a\\b", "a\\\\b", "a\\\\b"],
    ["letters behind a backslash in double quotes", 'A="a\\nb\\\\"\n', "a\nb\\", "a\\nb\\", "a\\nb\\\\"],
    ["a comment behind a value", "A=b # c\n", "b", "b # c", "b # c"],
    ["a separator of records", "A=b\u001dc\n", "b\u001dc", "b\u001dc", "b"],
  ];
  for (const [what, text, ...values] of parted) {
    it(`differ about ${what}, which is why it is never written so`, async () => {
      const [[start, commands, multiplexer] = []] = await askHermes<Readings>(stage.vm, READ_ENV, [text]);
      expect([start?.A, commands?.A, multiplexer?.A]).to.deep.equal(values);
    });
  }

  const changed: [what: string, name: string, written: string, read: string][] = [
    ["a second assignment in a token", "OPENAI_API_KEY", "abcTELEGRAM_BOT_TOKEN=def", "abc"],
    ["a letter outside of ASCII in a credential", "A_TOKEN", "caf\u00e9", "caf"],
  ];
  for (const [what, name, written, read] of changed) {
    it(`would change ${what}, written plainly`, async () => {
      const [[start] = []] = await askHermes<Readings>(stage.vm, READ_ENV, [`${name}=${written}\n`]);
      expect(start?.[name]).to.equal(read);
    });
  }
});

function sorted(variables: Variables | undefined): string {
  return JSON.stringify(Object.entries(variables ?? {}).sort());
}
