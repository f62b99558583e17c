import { expect } from "chai";
import fc from "fast-check";
import { parseEnvFile } from "../../../provider/core/env-file/parse-env-file";
import { envValueProblem, renderEnvBlock } from "../../../provider/host/transaction/env-block.js";
import { readDotenv } from "../../resources/support/dotenv";

describe("a .env file", () => {
  const lines: [line: string, value: string][] = [
    ["A=b", "b"],
    ["export A = b ", "b"],
    ["A=b # c", "b"],
    ["A=b#c", "b#c"],
    ["A=", ""],
    ["A= # c", "# c"],
    ["A='b # c' # d", "b # c"],
    ["A='it\\'s \\n'", "it's \\n"],
    ['A="b\\"\\t\\\\"', 'b"\t\\'],
    ["A=b=c'd", "b=c'd"],
    ["A=\u00a0b\u0085#c", "b"],
    ["A= OPENAI_API_KEY=d", "OPENAI_API_KEY=d"],
  ];
  for (const [line, value] of lines) {
    it(`${line} is ${JSON.stringify(value)}`, () => {
      expect(parseEnvFile(`\ufeff# c\r\n\r\n${line}\r\n`)).to.deep.equal({
        variables: { A: value },
        complaints: [],
      });
    });
  }

  it("says where it is not what it looks like, and shows no value", () => {
    const { complaints } = parseEnvFile("A\n1=2\nB='x\ny'\nC=1\nC=2\nD='x' y\n");
    expect(complaints).to.deep.equal([
      "line 1 is no NAME=value",
      "line 2 is no NAME=value",
      "line 3: the quoted value of B does not end on it",
      "line 4 is no NAME=value",
      "line 6: C stands there twice",
      "line 7: the quoted value of D does not end on it",
    ]);
  });

  it("says where Hermes would mend a line, or take a byte order mark for a part of a name", () => {
    const { variables, complaints } = parseEnvFile(
      "\ufeffA=1\nB_KEY=xTELEGRAM_BOT_TOKEN=y\nC_KEY= xTELEGRAM_BOT_TOKEN=y\nexport =1\rD=1\n",
    );
    expect(variables).to.deep.equal({ C_KEY: "xTELEGRAM_BOT_TOKEN=y", D: "1" });
    expect(complaints).to.deep.equal([
      "line 1: Hermes takes the byte order mark before A for a part of the name",
      "line 2: Hermes may take the value of B_KEY for two variables; put a blank behind its =",
      "line 4 is no NAME=value",
    ]);
  });

  it("is read as python-dotenv reads it, where we have written it", () => {
    const value = fc
      .string({ unit: fc.constantFrom(..."ab= '\"\\#$\t-") })
      .filter((text) => envValueProblem("A", text) === undefined);
    fc.assert(
      fc.property(value, (text) => {
        const block = renderEnvBlock({ A: text });
        expect(parseEnvFile(block)).to.deep.equal({ variables: readDotenv(block), complaints: [] });
      }),
    );
  });
});
