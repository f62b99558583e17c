import { expect } from "chai";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { diffGateway } from "../../provider/resources/gateway-profile/diff.js";
import type { GatewayInputs } from "../../provider/resources/gateway-profile/properties.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";
import { sampleInputs, sampleOutputs } from "./support/sample-gateway";

const SEEN = { survey: { seen: true, systemd: true } };
const UNSEEN = { survey: { seen: false, systemd: true } };
const OLD = "hermes-gateway-old.service";

/** What check makes of a spec, with the inputs of the last run. */
function check(spec: object, olds: object = {}): GatewayInputs {
  const { unit: _, ...news } = sampleInputs();
  const checked = checkGateway({ ...news, spec: { ...SAMPLE_SPEC, ...spec } }, { ...olds });
  expect(checked.failures).to.deep.equal([]);
  return checked.inputs as GatewayInputs;
}

describe("what a survey gave", () => {
  const seen = check({ ...SEEN, systemd: 247, foreign: [OLD] });

  it("is remembered among the inputs, and the unit names the foreign units", () => {
    expect(seen).to.include({ systemd: 247 });
    expect(seen.foreign).to.deep.equal([OLD]);
    expect(seen.unit).to.include(`\nConflicts=${OLD}\nBefore=${OLD}\n`);
  });

  it("counts on while the host does not answer: inputs and unit stay as they are", () => {
    expect(check(UNSEEN, seen)).to.deep.equal(seen);
    expect(diffGateway(sampleOutputs(seen), check(UNSEEN, seen))).to.deep.equal({ changes: false });
  });

  it("ends when a survey sees something else, or there is no survey any more", () => {
    expect(check({ ...SEEN, systemd: 247 }, seen)).to.not.have.property("foreign");
    const without = check({}, seen);
    expect(without).to.not.have.any.keys("foreign", "systemd");
    expect(without.unit).to.equal(sampleInputs().unit);
  });

  it("names no unit that the plan has an opinion of by now", () => {
    for (const more of [
      { plannedUnits: [SAMPLE_SPEC.unitName, OLD] },
      { conflicts: [OLD] },
      { after: [OLD] },
    ])
      expect(check({ ...UNSEEN, ...more }, seen)).to.not.have.property("foreign");
  });

  it("of another version alone is no change of any input", () => {
    expect(check({ ...SEEN, systemd: 255, foreign: [OLD] }, seen)).to.deep.equal(seen);
  });

  it("is not remembered where nobody has seen it, or it is declared", () => {
    expect(check(UNSEEN)).to.not.have.any.keys("foreign", "systemd");
    expect(check({ survey: { seen: true, systemd: false } })).to.not.have.property("systemd");
    expect(check({ survey: { seen: false, systemd: false } }, seen)).to.not.have.property("systemd");
  });

  it("is read from no state that was damaged", () => {
    const damaged = { systemd: "x", foreign: [5, "a b", "x\ny.service", OLD] };
    const inputs = check(UNSEEN, damaged);
    expect(inputs.foreign).to.deep.equal([OLD]);
    expect(inputs).to.not.have.property("systemd");
    expect(check(UNSEEN, { foreign: OLD })).to.not.have.property("foreign");
  });
});
