import { expect } from "chai";
import fc from "fast-check";
import { parseResult } from "../../../provider/host/transaction/result.js";

const plain = (output: string) =>
  parseResult(Buffer.from(output)).map(({ fields, blob }) => [
    fields,
    ...(blob ? [blob.toString("utf8")] : []),
  ]);

describe("parseResult", () => {
  it("splits lines into fields at tabs", () => {
    expect(plain("op\t0\tapplied\nend\t0\n")).to.deep.equal([[["op", "0", "applied"]], [["end", "0"]]]);
  });

  it("leaves out a last line without its line break", () => {
    expect(plain("op\t0\tapplied\nend")).to.deep.equal([[["op", "0", "applied"]]]);
  });

  it("takes as many bytes as a blob line says, line breaks and all", () => {
    expect(plain("blob\t0\tunit\t9\n[Unit]\nö\nend\t0\n")).to.deep.equal([
      [["blob", "0", "unit", "9"], "[Unit]\nö"],
      [["end", "0"]],
    ]);
  });

  it("gives any blob back as it was, and what follows it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const output = Buffer.concat([
          Buffer.from(`blob\t3\tjournal\t${bytes.length}\n`),
          bytes,
          Buffer.from("\nend\t0\n"),
        ]);
        const [first, second, ...rest] = parseResult(output);
        expect(first?.blob?.equals(Buffer.from(bytes))).to.equal(true);
        expect(second?.fields).to.deep.equal(["end", "0"]);
        expect(rest).to.deep.equal([]);
      }),
    );
  });
});
