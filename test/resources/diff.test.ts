import { expect } from "chai";
import { diffGateway, touchesHost } from "../../provider/resources/gateway-profile/diff.js";
import { COMPARED, SETTINGS } from "../../provider/resources/gateway-profile/properties.js";
import { sampleInputs, sampleOutputs } from "./support/sample-gateway";

const NOTHING = { changes: false };

describe("diff of a gateway", () => {
  it("equal inputs are no change", () => {
    expect(diffGateway(sampleOutputs(), sampleInputs())).to.deep.equal(NOTHING);
  });

  it("a schema version that differs alone is no change", () => {
    expect(diffGateway(sampleOutputs(), sampleInputs({ schemaVersion: 2 } as never))).to.deep.equal(NOTHING);
  });

  for (const key of ["hostKey", "profileKey"] as const) {
    it(`another ${key} replaces it, deleted first`, () => {
      expect(diffGateway(sampleOutputs(), { ...sampleInputs(), [key]: "other" })).to.deep.equal({
        replaces: [key],
        deleteBeforeReplace: true,
      });
    });
  }

  for (const key of COMPARED.filter((name) => name !== "hostKey" && name !== "profileKey")) {
    it(`another ${key} is a change that the engine shows`, () => {
      expect(diffGateway(sampleOutputs(), { ...sampleInputs(), [key]: "other" })).to.deep.equal({});
    });
  }

  for (const status of ["rolled-back", "stopped", "drifted"] as const) {
    it(`a gateway that is ${status} is looked at again`, () => {
      expect(diffGateway(sampleOutputs({ status }), sampleInputs())).to.deep.equal({ changes: true });
      expect(touchesHost(sampleOutputs({ status }), sampleInputs())).to.equal(true);
    });
  }

  it("a key that is absent equals one that is undefined", () => {
    const connection = { host: "192.0.2.1", port: undefined } as never;
    expect(diffGateway(sampleOutputs(), { ...sampleInputs(), connection })).to.deep.equal(NOTHING);
  });
});

describe("whether a change touches the host", () => {
  for (const key of COMPARED) {
    const touches = !(SETTINGS as readonly string[]).includes(key);
    it(`${key}: ${touches ? "yes" : "no"}`, () => {
      expect(touchesHost(sampleOutputs(), { ...sampleInputs(), [key]: "other" } as never)).to.equal(touches);
    });
  }

  it("a setting beside anything else does", () => {
    const news = { ...sampleInputs(), adopt: "take-over", boot: "standby" } as never;
    expect(touchesHost(sampleOutputs(), news)).to.equal(true);
  });

  it("an update without any difference does: the engine asks for it after a failure", () => {
    expect(touchesHost(sampleOutputs(), sampleInputs())).to.equal(true);
  });
});
