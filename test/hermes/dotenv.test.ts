import { gzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import { envValueComplaint } from "../../provider/core/schema/env-value";
import { envValueProblem, renderEnvBlock } from "../../provider/host/transaction/env-block.js";
import { must } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";

/** Reads each .env below /root/blocks as a gateway does at its start: Hermes' loader, which may first mend the file. */
const LOAD = `
import json, os, pathlib
from hermes_cli.env_loader import load_hermes_dotenv
found = []
for home in sorted(pathlib.Path("/root/blocks").iterdir()):
    names = json.loads((home / "names").read_text())
    for name in names: os.environ.pop(name, None)
    load_hermes_dotenv(hermes_home=home)
    text = (home / ".env").read_bytes().decode("utf-8", "surrogateescape")
    found.append([{name: os.environ.get(name) for name in names}, text])
print(json.dumps(found))
`;

/** Names that Hermes knows and some that it does not, also inside of values. */
const NAMES = ["OPENAI_API_KEY", "TELEGRAM_BOT_TOKEN", "SIGNAL_ACCOUNT", "GLM_API_KEY", "OTHER", "A_SECRET"];

describe("Hermes' own reading of the .env that is written", () => {
  const stage = useHermes();
  const piece = fc.oneof(
    fc.constantFrom(
      ...NAMES.map((name) => `${name}=`),
      "***",
      "://",
      "?",
      "&",
      "'",
      '"',
      "\\",
      "#",
      " ",
      "\t",
    ),
    fc.constantFrom("$", "{", "=", "a", "export ", "\u001d", "\u0085", "\ufeff", "\u2028", "é"),
    fc.string({ maxLength: 3 }),
  );
  const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  const fits = (name: string, text: string) =>
    envValueComplaint(text) === undefined && envValueProblem(name, text) === undefined;
  const variables = fc
    .dictionary(fc.constantFrom(...NAMES), value)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([name, text]) => fits(name, text))));

  it("gives every accepted value as it was declared, and leaves the file as it is", async () => {
    const samples = fc.sample(variables, { seed: 20261121, numRuns: 400 }).map((all) => ({ ...all }));
    expect(samples.flatMap((all) => Object.keys(all)).length).to.be.at.least(500);
    const blocks = samples.map((all) => [Object.keys(all), renderEnvBlock(all)]);
    const found = await loaded(blocks as [string[], string][]);
    expect(found.map(([values]) => values)).to.deep.equal(samples);
    expect(found.map(([, text]) => text)).to.deep.equal(blocks.map(([, block]) => block));
  });

  const changed: [what: string, name: string, written: string, read: string][] = [
    ["a second assignment in a token", "OPENAI_API_KEY", "abcTELEGRAM_BOT_TOKEN=def", "abc"],
    ["a letter outside of ASCII in a credential", "A_TOKEN", "caf\u00e9", "caf"],
  ];
  for (const [what, name, written, read] of changed) {
    it(`would change ${what}, written plainly`, async () => {
      const [[values] = [{}]] = await loaded([[[name], `${name}=${written}\n`]]);
      expect(values).to.deep.equal({ [name]: read });
    });
  }

  async function loaded(blocks: readonly (readonly [names: string[], text: string])[]) {
    const files = blocks.map(([names, text]) => [JSON.stringify(names), text]);
    const data = gzipSync(JSON.stringify(files)).toString("base64");
    const said = await must(
      stage.vm,
      `rm -rf /root/blocks; mkdir /root/blocks; cat >/root/load.py <<'PROGRAM'${LOAD}PROGRAM
       base64 -d <<<${data} | gunzip >/root/blocks.json
       python3 -c '
import json, pathlib
for number, (names, text) in enumerate(json.load(open("/root/blocks.json"))):
    home = pathlib.Path("/root/blocks/%04d" % number)
    home.mkdir()
    (home / "names").write_text(names)
    (home / ".env").write_bytes(text.encode())
'
       cd /root && /opt/hermes-agent/venv/bin/python load.py 2>/dev/null`,
    );
    return JSON.parse(said.split("\n").at(-1) ?? "") as [Record<string, string | null>, string][];
  }
});
