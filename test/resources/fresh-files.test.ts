import { expect } from "chai";
import { HostError } from "../../provider/host/host-error.js";
import { withFreshFiles } from "../../provider/resources/gateway-profile/home-files.js";

const error = (code: "home-file-changed" | "changed-on-host") =>
  new HostError(code, { host: "vm1", message: "m", remedy: "r" });

describe("a file that changes between the look and the change", () => {
  const run = async (...codes: ("home-file-changed" | "changed-on-host")[]) => {
    let calls = 0;
    const work = async () => {
      const code = codes[calls];
      calls += 1;
      if (code) throw error(code);
      return calls;
    };
    return [await withFreshFiles(work).catch((thrown: HostError) => thrown.code), calls];
  };

  it("is looked at again, once", async () => {
    expect(await run("home-file-changed")).to.deep.equal([2, 2]);
    expect(await run("home-file-changed", "home-file-changed")).to.deep.equal(["home-file-changed", 2]);
  });

  it("is the only reason to do so", async () => {
    expect(await run()).to.deep.equal([1, 1]);
    expect(await run("changed-on-host")).to.deep.equal(["changed-on-host", 1]);
  });
});
