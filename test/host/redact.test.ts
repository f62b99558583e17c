import { expect } from "chai";
import fc from "fast-check";
import { redactor } from "../../provider/host/redact.js";

describe("redaction", () => {
  const cases: [secrets: string[], text: string, redacted: string][] = [
    [[], "nothing to hide", "nothing to hide"],
    [["hunter2"], "login hunter2, again hunter2hunter2", "login [secret], again [secret][secret]"],
    [["abc"], "abc is too short", "abc is too short"],
    [["hunter2", "hunter2-long"], "hunter2-long and hunter2", "[secret] and [secret]"],
    [["abcdef", "efghij"], "xabcdefghijx", "x[secret]x"],
    [["a.c*"], "abcc a.c*", "abcc [secret]"],
    [['pa"ss\\word'], String.raw`{"password":"pa\"ss\\word"}`, '{"password":"[secret]"}'],
    [["hunter2"], `basic ${Buffer.from("hunter2").toString("base64")}`, "basic [secret]"],
    [["hunter22"], `basic ${Buffer.from("hunter22").toString("base64")}`, "basic [secret]"],
    [["p ss&word"], "?p=p%20ss%26word", "?p=[secret]"],
    [["hunter2\n"], "hunter2", "[secret]"],
  ];
  for (const [secrets, text, redacted] of cases) {
    it(`${JSON.stringify(secrets)} in ${JSON.stringify(text)}`, () => {
      expect(redactor(secrets)(text)).to.equal(redacted);
    });
  }

  it("hides each long line of a key, not its short ones", () => {
    const key = "-----BEGIN KEY-----\nAAAABBBBCCCCDDDD\nshort\n-----END KEY-----\n";
    const redact = redactor([key]);
    expect(redact(`error near AAAABBBBCCCCDDDD, short`)).to.equal("error near [secret], short");
    expect(redact(`key: ${key}.`)).to.equal("key: [secret].");
    expect(redact(JSON.stringify({ key }))).to.equal('{"key":"[secret]"}');
  });

  // Letters that the replacement has not: a secret made of its letters would be found in it again.
  const secret = fc.string({ unit: fc.constantFrom(...'ABx01 +"\\\n$'), minLength: 4, maxLength: 12 });
  const piece = fc.string({ unit: fc.constantFrom(...'ABx01 +"\\\n$'), maxLength: 6 });

  it("leaves no secret and no usual form of it, wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(piece), (secrets, pieces) => {
        const forms = secrets.flatMap((value) => [
          value,
          JSON.stringify(value).slice(1, -1),
          Buffer.from(value).toString("base64"),
        ]);
        const text = forms
          .map((form, index) => `${pieces[index % Math.max(1, pieces.length)] ?? ""}${form}`)
          .join("");
        const redacted = redactor(secrets)(text);
        for (const form of forms) expect(redacted).not.to.contain(form);
      }),
    );
  });

  it("changes nothing in a text without secrets", () => {
    fc.assert(
      fc.property(fc.array(secret), fc.string({ unit: fc.constantFrom(..."cdefg;:") }), (secrets, text) => {
        expect(redactor(secrets)(text)).to.equal(text);
      }),
    );
  });
});
