import { expect } from "chai";
import fc from "fast-check";
import {
  claimDigest,
  fileDigest,
  type MarkFields,
  markUnit,
  readMark,
  stackOf,
} from "../../../provider/core/units/mark";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { unitLikeText } from "../support/arbitrary-text";
import { SAMPLE_SPEC } from "../support/sample-spec";

const UNIT = renderGatewayUnit(SAMPLE_SPEC);
const FIELDS: MarkFields = {
  owner: "acme/fleet/prod::hermes/vm1/coder",
  profile: "vm1/coder",
  priority: -3,
  schemaVersion: 1,
  claims: ["0011223344556677", "8899aabbccddeeff"],
};

describe("the ownership mark", () => {
  it("is a section that systemd skips, behind an empty line", () => {
    expect(markUnit("[Unit]\n", FIELDS)).to.equal(
      [
        "[Unit]",
        "",
        "[X-Hermes-Fleet]",
        "Owner=acme/fleet/prod::hermes/vm1/coder",
        "Profile=vm1/coder",
        "Priority=-3",
        "SchemaVersion=1",
        "Claims=0011223344556677 8899aabbccddeeff",
        `File=${fileDigest("[Unit]\n")}`,
        `Runtime=${runtimeDigest("[Unit]\n")}`,
        "",
      ].join("\n"),
    );
  });

  it("does not change the runtime digest", () => {
    expect(runtimeDigest(markUnit(UNIT, FIELDS))).to.equal(runtimeDigest(UNIT));
  });

  it("comes off again, with every field, whatever the text is and whatever the owner is called", () => {
    const fields = fc.record({
      owner: fc.string({ unit: "grapheme" }),
      profile: fc.constantFrom("vm1/coder", "a.b/default"),
      priority: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      schemaVersion: fc.constantFrom(1, 2),
      claims: fc.constantFrom([], ["0011223344556677"], ["0011223344556677", "8899aabbccddeeff"]),
    });
    fc.assert(
      fc.property(unitLikeText, fields, (text, mark) => {
        const marked = markUnit(text, mark);
        const read = readMark(marked);
        expect(read).to.deep.equal({
          text,
          mark: { ...mark, file: fileDigest(text), runtime: runtimeDigest(text) },
        });
        expect(markUnit(read.text, read.mark ?? FIELDS)).to.equal(marked);
      }),
      { numRuns: 1000 },
    );
  });

  it("brings an owner with line breaks, backslashes and percent signs through", () => {
    const owner = "o/p/s::50%41\nFile=x\\";
    const marked = markUnit(UNIT, { ...FIELDS, owner });
    expect(marked).to.include("\nOwner=o/p/s::50%2541%0AFile=x%5C\nProfile=");
    expect(readMark(marked).mark?.owner).to.equal(owner);
  });

  it("takes the mark off when somebody wrote behind it, and the text shows what", () => {
    const { text, mark } = readMark(`${markUnit(UNIT, FIELDS)}\n[Service]\nExecStart=/bin/evil\n`);
    expect(text).to.equal(`${UNIT}\n[Service]\nExecStart=/bin/evil\n`);
    expect(mark?.owner).to.equal(FIELDS.owner);
    expect(mark?.file).not.to.equal(fileDigest(text));
  });

  it("passes over keys of later versions", () => {
    const later = markUnit(UNIT, FIELDS).replace("SchemaVersion=1", "SchemaVersion=9\nColour=blue");
    expect(readMark(later)).to.deep.include({ text: UNIT });
    expect(readMark(later).mark?.schemaVersion).to.equal(9);
  });

  it("is none when the owner or the profile is missing", () => {
    expect(readMark(UNIT)).to.deep.equal({ text: UNIT, mark: undefined });
    const damaged = markUnit(UNIT, FIELDS).replace(/^Owner=.*\n/m, "");
    expect(readMark(damaged)).to.deep.equal({ text: damaged, mark: undefined });
  });

  it("keys claims by the stack", () => {
    expect(stackOf(FIELDS.owner)).to.equal("acme/fleet/prod");
    const digest = claimDigest("port 8642", "acme/fleet/prod");
    expect(digest).to.match(/^[0-9a-f]{16}$/);
    expect(claimDigest("port 8642", "acme/fleet/test")).not.to.equal(digest);
    expect(claimDigest("port 8643", "acme/fleet/prod")).not.to.equal(digest);
  });

  it("digests as the standards say", () => {
    // `printf abc | sha256sum` and RFC 4231, case 2
    expect(fileDigest("abc")).to.equal(
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(claimDigest("what do ya want for nothing?", "Jefe")).to.equal("5bdcc146bf60754e");
  });
});
