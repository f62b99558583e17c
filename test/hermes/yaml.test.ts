import { expect } from "chai";
import fc from "fast-check";
import type { Config, ConfigValue } from "../../provider/core/config-file/config";
import { mergeConfig } from "../../provider/core/config-file/merge-config";
import { askHermes } from "./support/ask-hermes";
import { useHermes } from "./support/hermes-stage";
import { type Data, dataOfConfig, ourReading, READ_YAML } from "./support/yaml-data";
import { yamlTexts } from "./support/yaml-texts";

/** What PyYAML reads and we refuse, each with a message: a declaration cannot hold it, or the two readers part. */
const REFUSED: readonly RegExp[] = [
  // no set of keys: Hermes takes nothing from it
  /^the file holds no set of keys$/,
  // PyYAML lets the last one count
  /^the key stands twice$/,
  // as a text it would be another key than the one that Hermes has
  /^the key is no text to Hermes/,
  // bytes, sets and what else YAML has and JSON has not
  /^the value has a tag$/,
  // a list that holds itself
  /^has aliases that expand without end$/,
  // beside blanks, in keys and outside of quotes they mean something else to every reader
  /^holds a line end other than LF/,
  // the C reader of PyYAML takes tabs, the one that the gateway reads with does not
  /^a tab stands where only blanks may/,
  // the readers of PyYAML disagree about `!` without a value; signs in brackets that YAML 1.2 reads otherwise
  /^the tag ! has no value|^a text in brackets begins with|^what the merge key << brings is no map/,
  // YAML 1.2 wants continued lines indented, no `-` alone in brackets, a blank before `#`
  /^is no YAML$/,
];

type Read = readonly ["read", Data] | readonly ["refused", string];

describe("a config.yaml, read by us and by PyYAML's two readers in Hermes", () => {
  const stage = useHermes();

  it("has the same values whenever we read it, and is refused for a known reason where PyYAML reads it", async () => {
    const texts = yamlTexts(24_000);
    expect(texts.length).to.be.at.least(12_000);
    const theirs = await askHermes<readonly [Read, Read]>(stage.vm, READ_YAML, texts);
    const ours = texts.map(ourReading);
    const other = texts.flatMap((text, i) => {
      const [mine, [safe, fast] = []] = [ours[i], theirs[i]];
      if (mine?.[0] === "read") return same(mine, safe) && same(mine, fast) ? [] : [[text, mine, safe, fast]];
      const isRead = safe?.[0] === "read" || fast?.[0] === "read";
      return isRead && !REFUSED.some((reason) => reason.test(String(mine?.[1])))
        ? [[text, mine, safe, fast]]
        : [];
    });
    expect(other).to.deep.equal([]);
    expect(ours.filter(([how]) => how === "read").length).to.be.at.least(4_000);
  });

  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }).map((some) => some.toWellFormed()),
    fc.constantFrom(
      "off",
      "0200",
      "22:30",
      "2024-01-01",
      "1_000",
      "=",
      "<<",
      "~",
      "1e5",
      ".inf",
      "- a",
      "a: b",
      "a #b",
      "y",
    ),
    fc.constantFrom(
      "a\nb",
      "a\n\n b\n",
      " a\nb",
      "a\u2028b",
      "a\u0085b",
      "\u0007",
      'it\'s "x"',
      "#a",
      "%a",
      "@a",
      "!a",
      "&a",
    ),
  );
  const written = fc.constantFrom(
    "2024-01-01",
    "2001-12-14 21:59:43.1 -5",
    "123456789012345678901",
    ".inf",
    "-.INF",
    ".nan",
    "0xffffffffffffffff",
  );
  const { config } = fc.letrec<{ value: ConfigValue; config: Config }>((tie) => ({
    config: fc
      .dictionary(
        text.filter((key) => key !== "<<" && key !== "!!"),
        tie("value"),
        { maxKeys: 4 },
      )
      .map((found) => ({ ...found })),
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => Math.abs(number) < 2 ** 53),
      written.map((plain) => ({ "!!": plain })),
      fc.array(tie("value"), { maxLength: 3 }),
      tie("config"),
    ),
  }));

  it("is read back by both as it was declared, when we have written it", async () => {
    const samples = fc
      .sample(config, { seed: 20261130, numRuns: 5_000 })
      .filter((one) => Object.keys(one).length > 0);
    const merges = samples.map((after) =>
      mergeConfig(undefined, { before: {}, after, found: [], adopt: "refuse" }),
    );
    expect(merges.flatMap(({ problems = [] }) => problems)).to.deep.equal([]);
    const theirs = await askHermes<readonly [Read, Read]>(
      stage.vm,
      READ_YAML,
      merges.map((merge) => merge.text ?? ""),
    );
    const other = samples.flatMap((one, i) => {
      const mine = ["read", dataOfConfig(one)] as const;
      const [safe, fast] = theirs[i] ?? [];
      return same(mine, safe) && same(mine, fast) ? [] : [[merges[i]?.text, mine, safe, fast]];
    });
    expect(other).to.deep.equal([]);
  });
});

function same(one: Read, other: Read | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
