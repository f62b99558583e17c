import { expect } from "chai";
import { fileProblems } from "../../provider/resources/gateway-profile/file-problems.js";
import { secretSettings } from "../../provider/resources/gateway-profile/secret-settings.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("declared files of a home", () => {
  it("are checked as far as they are known, and no value is shown", () => {
    expect(fileProblems({ config: { a: [1, "x", null, { b: true }] }, soul: "# Me\n" })).to.deep.equal([]);
    expect(fileProblems({ config: UNKNOWN, soul: UNKNOWN })).to.deep.equal([]);
    const config = { a: 2 ** 60, b: () => "canary" };
    expect(fileProblems({ config, soul: "" })).to.deep.equal([
      "config.b is no value for a file of YAML; write text, a number, true, false, null, a list or keys with values",
      "soul is empty text; write the persona, or leave the option out",
    ]);
    expect(fileProblems({ config: { id: 2 ** 60 } })).to.have.length(1);
  });

  it("fit into a state together", () => {
    expect(fileProblems({ config: { a: "x".repeat(4000) }, soul: "x".repeat(4000) })).to.deep.equal([]);
    expect(fileProblems({ config: { a: "x".repeat(4000) }, soul: "x".repeat(5000) })).to.deep.equal([
      "soul has, with config, 9008 bytes, and the state takes 8192 of both; declare less of it here",
    ]);
  });

  it("have secrets that no message may show: by their keys, and by their looks", () => {
    const config = {
      model: { default: "gpt-x", api_key: "short" },
      auxiliary: { tokens: ["one", { x: "two" }], path: "/home/hermes/some/long/path/1" },
      any: "abcdefghij0123456789",
      words: "a sentence of more than 20 letters",
    };
    expect(secretSettings(config)).to.deep.equal(["short", "one", "two", "abcdefghij0123456789"]);
  });
});
