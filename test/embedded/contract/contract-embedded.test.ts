import { expect } from "chai";
import { startEmbeddedHost } from "../embedded-host";
import { CONTRACT } from "./cases";
import { differences } from "./compare";
import type { StepResult } from "./contract-case";
import { readGolden } from "./golden";
import { embeddedContractHost } from "./hosts";
import { runAll } from "./run-all";

describe("contract: the embedded host does what a real systemd 252 was recorded to do", () => {
  const golden = readGolden();
  let found: Map<string, Promise<StepResult[]>>;

  before(() => {
    found = runAll(CONTRACT, 6, async () => {
      const host = await startEmbeddedHost();
      return { host: embeddedContractHost(host), release: () => host.stop() };
    });
  });

  it("has a recording of exactly these cases", () => {
    expect(Object.keys(golden).sort()).to.deep.equal(CONTRACT.map(({ name }) => name).sort());
  });

  for (const { name } of CONTRACT) {
    it(name, async () => {
      const result = await found.get(name);
      expect(differences(golden[name] ?? [], result ?? [])).to.equal("");
    });
  }
});
