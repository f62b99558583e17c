import { expect } from "chai";
import fc from "fast-check";
import { quoteWord } from "../../provider/core/unit-file/quote-word.js";
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

  const ODD = `p%$ä'"\\&</ +${"Zq7".repeat(4)}!`;
  const bytes = Buffer.from(ODD);
  const around = (before: string, behind: string) =>
    Buffer.concat([Buffer.from(before), bytes, Buffer.from(behind)]);
  const spellings: Record<string, string> = {
    "a longer base64 text, at its start": around("", "and more").toString("base64"),
    "a longer base64 text, one byte in": around("x", "!").toString("base64"),
    "a longer base64 text, two bytes in": around("user:x".slice(0, 5), ":y").toString("base64"),
    "a longer base64url text": around("ab", "cd").toString("base64url"),
    "hexadecimal digits": bytes.toString("hex"),
    "hexadecimal digits in upper case": bytes.toString("hex").toUpperCase(),
    "a URL": encodeURIComponent(ODD),
    "a URL with lower-case escapes": encodeURIComponent(ODD).replace(/%../g, (c) => c.toLowerCase()),
    "a form": new URLSearchParams({ p: ODD }).toString().slice(2),
    "a path": encodeURI(ODD),
    "JSON with ASCII alone": JSON.stringify(ODD).replaceAll("ä", "\\u00e4"),
    "JSON in JSON": JSON.stringify(JSON.stringify(ODD)),
    "a shell's single quotes": `'${ODD.replaceAll("'", "'\\''")}'`,
    "a shell's double quotes": `"${ODD.replace(/["\\$`]/g, "\\$&")}"`,
    "a unit's environment": quoteWord(ODD, { exec: false }),
    "a unit's command": quoteWord(ODD, { exec: true }),
    "YAML's single quotes": `'${ODD.replaceAll("'", "''")}'`,
    "Python's quotes": `'${ODD.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
    HTML: ODD.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
    "two lines": `${ODD.slice(0, 6)}\n    ${ODD.slice(6)}`,
    "base64 in lines": around("0".repeat(60), "0".repeat(60)).toString("base64").replace(/.{32}/g, "$&\n"),
  };
  for (const [where, text] of Object.entries(spellings)) {
    it(`finds a value in ${where}`, () => {
      const whole = redactor([ODD])(`before: ${text} :behind`);
      expect(whole).to.match(/^before: [\s\S]*\[secret\][\s\S]* :behind$/);
      expect(whole).not.to.contain("Zq7");
      expect(whole).not.to.contain(bytes.toString("base64").slice(12, 20));
      expect(whole.length).to.be.lessThan(text.length + 16);
    });
  }

  it("leaves nothing of a base64 text but what stands around the value", () => {
    for (const before of ["", "a", "ab"]) {
      const text = Buffer.concat([Buffer.from(`${before}${ODD}`), Buffer.from("tail")]).toString("base64");
      const [head = "", tail = ""] = redactor([ODD])(text).split("[secret]");
      expect(head, before).to.equal(Buffer.from(before).toString("base64").slice(0, before.length));
      expect(tail.length, before).to.be.at.most(8);
    }
  });

  it("finds the pieces of a value that one line ends with and the next begins with", () => {
    const value = "canary-8d1f0c5e7b-31c64a90de";
    const redact = redactor([value]);
    expect(redact("read: canary-8d1f")).to.equal("read: [secret]");
    expect(redact("e7b-31c64a90de, done")).to.equal("[secret], done");
    expect(redact("8d1f0c5e7b-31")).to.equal("[secret]");
    expect(redact("a canary sings")).to.equal("a canary sings");
  });

  it("leaves the words of switches and levels alone", () => {
    expect(redactor(["true", "info", "off"])("is true, info: off")).to.equal("is true, info: off");
  });

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
