import { expect } from "chai";
import { readPlain } from "../../../provider/core/config-file/plain-scalar";

// the right side is what PyYAML 6.0.3 gave
const rows: [text: string, value: unknown][] = [
  ...["", "~", "null", "Null", "NULL"].map((text): [string, unknown] => [text, null]),
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((text): [string, unknown] => [
    text,
    true,
  ]),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((text): [string, unknown] => [
    text,
    false,
  ]),
  ...["y", "n", "nULL", "tRUE", "1e5", "1e-7", "1.5e3", "0o17", "09", "1..2", "-.5", "._1", "-", "0x"].map(
    (text): [string, unknown] => [text, text],
  ),
  ["0", 0],
  ["+1", 1],
  ["-12", -12],
  ["1_000", 1000],
  ["017", 15],
  ["-010", -8],
  ["0x1F", 31],
  ["-0xff", -255],
  ["0b101", 5],
  ["1:30", 90],
  ["12:30:45", 45045],
  ["190:20:30.5", 685230.5],
  ["-1:30", -90],
  [".5", 0.5],
  ["1.", 1],
  ["08.5", 8.5],
  ["1.5e+3", 1500],
  ["1.0e-7", 1e-7],
  [".inf", Number.POSITIVE_INFINITY],
  ["-.INF", Number.NEGATIVE_INFINITY],
  [".NaN", Number.NaN],
  ["<<", "merge"],
  ...["=", "0b_", "0x_", "2024-02-30", "2024-01-01 24:00:00", "2024-01-01 10:00:00 +24"].map(
    (text): [string, unknown] => [text, "refused"],
  ),
  ["2024-01-01", "2024-01-01"],
  ["2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.100000 -300"],
  ["2001-12-14 21:59:43", "2001-12-14 21:59:43.000000"],
  ["2001-12-14 2:59:43Z", "2001-12-14 02:59:43.000000 0"],
  ["2001-1-1", "2001-1-1"],
];

describe("readPlain", () => {
  it("keeps every digit of a whole number", () => {
    expect(readPlain("-1_234567890123456789")).to.deep.include({ digits: "-1234567890123456789" });
    expect(readPlain("0xffff_ffff_ffff_ffff")).to.deep.include({ digits: "18446744073709551615" });
    expect(readPlain("9007199254740991")).not.to.have.property("digits");
  });

  for (const [text, value] of rows) {
    it(`reads ${JSON.stringify(text)} as Hermes does`, () => {
      const plain = readPlain(text);
      const got = plain.kind === "null" ? null : "value" in plain ? plain.value : plain.kind;
      expect(got).to.deep.equal(value);
    });
  }
});
