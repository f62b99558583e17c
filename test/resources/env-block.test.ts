import { createHash, createHmac } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { envValueComplaint } from "../../provider/core/schema/env-value";
import {
  envValueProblem,
  innerDigest,
  innerKeyText,
  NO_BLOCK,
  renderEnvBlock,
} from "../../provider/host/transaction/env-block.js";
import { readDotenv } from "./support/dotenv";

const fits = (value: string): boolean =>
  envValueComplaint(value) === undefined && envValueProblem("A", value) === undefined;
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", '"', "\\", "#", " ", "\t", "$", "{", "=", "\u001d", "\u0085"),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

describe("the .env block", () => {
  it("is empty without variables", () => {
    expect(renderEnvBlock({})).to.equal("");
  });

  it("has the variables by name between its two lines", () => {
    expect(renderEnvBlock({ B: "two words", A: "1" })).to.equal(
      [
        "# >>> hermes-fleet: what stands between these two lines is kept by hermes-fleet >>>",
        "A=1",
        "B=two words",
        "# <<< hermes-fleet <<<",
        "",
      ].join("\n"),
    );
  });

  const spellings: [string, string][] = [
    ["", "''"],
    ["plain", "plain"],
    ["a#b", "a#b"],
    ["a #b", "'a #b'"],
    [" led", "' led'"],
    ["trailed ", "'trailed '"],
    ["'quoted'", `"'quoted'"`],
    ['"quoted"', "'\"quoted\"'"],
    ["it's", "it's"],
    ["C:\\x", "C:\\x"],
    ["ends in \\", "ends in \\"],
    ["$HOME", "$HOME"],
    ["abcTELEGRAM_BOT_TOKEN=def", " abcTELEGRAM_BOT_TOKEN=def"],
    ["a B=c #d", " 'a B=c #d'"],
    ["it's #1", `"it's #1"`],
    ["a\\b #c", "'a\\b #c'"],
    ["a\\d it's #c", `"a\\d it's #c"`],
    ["base64==", "base64=="],
  ];
  for (const [value, spelling] of spellings) {
    it(`writes ${JSON.stringify(value)} as ${spelling}`, () => {
      expect(renderEnvBlock({ A: value }).split("\n")[1]).to.equal(`A=${spelling}`);
    });
  }

  it("python-dotenv reads every value that is accepted as it was given", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("A", "B_2", "LONG_NAME"), nasty.filter(fits)),
        (variables) => {
          expect(readDotenv(renderEnvBlock(variables))).to.deep.equal({ ...variables });
        },
      ),
      { numRuns: 2000 },
    );
  });

  const refused: [string, RegExp][] = [
    ["$\u007bHOME}", /expanded/],
    ["a${", /expanded/],
    [" \\", /ends in a backslash/],
    ["'\\", /ends in a backslash/],
    ["a\\\\b #c'", /readers of \.env take differently/],
    [`'both" #`, /readers of \.env take differently/],
    ["it's \\n #", /readers of \.env take differently/],
    ["a\u001db", /takes for the end of the line/],
  ];
  for (const [value, why] of refused) {
    it(`refuses ${JSON.stringify(value)} without showing it`, () => {
      const problem = envValueProblem("A", value);
      expect(problem).to.match(why);
    });
  }

  it("refuses what Hermes strips from a credential, and only there", () => {
    for (const name of ["OPENAI_API_KEY", "BOT_TOKEN", "A_SECRET"])
      expect(envValueProblem(name, "caf\u00e9")).to.equal(
        "has a character that is not ASCII, which Hermes strips from a credential",
      );
    for (const name of ["GREETING", "KEYS", "KEY"])
      expect(envValueProblem(name, "caf\u00e9")).to.equal(undefined);
  });

  it("a value needs its refusal: written all the same, it would be read differently", () => {
    expect(() => readDotenv(renderEnvBlock({ A: "'\\", B: "it's" }))).to.throw(/cannot read|not ours/);
  });
});

describe("the digest of a block", () => {
  const key = "0123456789abcdef".repeat(4);

  it("is the inner hash of HMAC-SHA256 with the key's digits", () => {
    const inner = Buffer.from(innerDigest(key, "block\n"), "hex");
    const outer = Buffer.from(Buffer.from(key).map((byte) => byte ^ 0x5c));
    expect(createHash("sha256").update(outer).update(inner).digest("hex")).to.equal(
      createHmac("sha256", key).update("block\n").digest("hex"),
    );
  });

  it("of no block has a name of its own", () => {
    expect(innerDigest(key, "")).to.equal(NO_BLOCK);
  });

  it("gives the machine the key block as 64 octal escapes", () => {
    expect(innerKeyText(key)).to.match(/^(\\0[0-7]{3}){64}$/);
    expect(innerKeyText(key).slice(0, 10)).to.equal("\\0006\\0007");
  });
});
