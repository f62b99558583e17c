import { expect } from "chai";
import { findingTexts } from "../../provider/components/fleet-error";
import type { Finding } from "../../provider/core/finding";

const finding = (subject: string, message: string): Finding => ({
  code: "foreign-unit",
  severity: "warning",
  subjects: [subject],
  message,
  remedy: "none",
});
const heads = (...findings: Finding[]) => findingTexts(findings).map((text) => text.split("\n")[0]);

describe("findings as texts", () => {
  it("are one where only the host differs", () => {
    expect(
      heads(finding("vm1/a", "a of vm1"), finding("vm2/a", "a of vm2"), finding("vm.3/a", "a of vm.3")),
    ).to.deep.equal(["vm1/a, and the same on 2 more hosts: a of vm1 [foreign-unit]"]);
  });

  it("are two where one gateway has two of a kind, or one word differs", () => {
    expect(heads(finding("vm1/a", "x on vm1"), finding("vm1/a", "y on vm1"))).to.have.length(2);
    expect(heads(finding("vm1/a", "on vm1"), finding("vm2/a", "on vm1"))).to.have.length(2);
  });

  it("name every host where they are about hosts", () => {
    expect(heads(finding("vm1", "vm1 is away"), finding("vm2", "vm2 is away"))).to.have.length(2);
  });
});
