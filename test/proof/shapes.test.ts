import { expect } from "chai";
import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";
import { path } from "./operations/trio";
import { type Shape, unitText } from "./shapes";

describe("shapes of units", () => {
  const { members } = path(0);
  const directives = (shape: Shape) =>
    members.map((member) => unitText(member, members, shape).match(/^(Conflicts|Before)=.*$/gm) ?? []);
  const [a, b, c] = members.map(({ unitName }) => unitName);

  it("rendered is the plan's unit, byte for byte", () => {
    for (const member of members)
      expect(unitText(member, members, "rendered")).to.equal(renderGatewayUnit(member.gateway.spec));
    expect(directives("rendered")).to.deep.equal([
      [`Conflicts=${b}`, `Before=${b}`],
      [`Conflicts=${c}`, `Before=${c}`],
      [],
    ]);
  });

  it("mutual names every neighbour on both sides", () => {
    expect(directives("mutual")).to.deep.equal([
      [`Conflicts=${b}`, `Before=${b}`],
      [`Conflicts=${a} ${c}`, `Before=${a} ${c}`],
      [`Conflicts=${b}`, `Before=${b}`],
    ]);
  });

  it("none names nobody, and is the plan's unit otherwise", () => {
    expect(directives("none")).to.deep.equal([[], [], []]);
    const [member] = members;
    if (member === undefined) throw new Error("no member");
    const rendered = unitText(member, members, "rendered").replace(/^(Conflicts|Before)=.*\n/gm, "");
    expect(unitText(member, members, "none")).to.equal(rendered);
  });
});
