import { expect } from "chai";
import { systemName } from "../../../provider/host/transaction/system-name.js";

describe("the name of an operating system", () => {
  for (const [text, name] of [
    [
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\n',
      "Debian GNU/Linux 12 (bookworm)",
    ],
    ["NAME=Fedora\n", "Fedora"],
    ["NAME='Alpine Linux'\r\n", "Alpine Linux"],
    ['PRETTY_NAME="a \\"b\\" \\$c \\\\ d"\n', 'a "b" $c \\ d'],
    ["PRETTY_NAME='a \\ b'\n", "a \\ b"],
    ["NAME=first\nNAME=last\n", "last"],
    ['PRETTY_NAME=""\nNAME=x\n', "x"],
    ["# NAME=x\n[NAME]\nOTHER_NAME=y\n", ""],
    ['NAME="a;b#c=d"\n', "a;b#c=d"],
    ["NAME=\u001b[31mred\n", ""],
    ["", ""],
  ] as const) {
    it(`is ${JSON.stringify(name)} for ${JSON.stringify(text)}`, () => {
      expect(systemName(Buffer.from(text))).to.equal(name);
    });
  }

  it("is empty without a file", () => {
    expect(systemName(undefined)).to.equal("");
  });
});
