import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

describe("a host that is replaced by an empty machine behind the same host key name", () => {
  const stage = useLab(2, (made) => ({ fleet: made.fleet(1, { coder: {}, writer: {} }) }));
  const point = (connection: ReturnType<typeof stage.connection>) =>
    stage.project.writeFleet({
      ...stage.fleet(1, { coder: {}, writer: {} }),
      hosts: { vm1: { connection } },
    });
  const updated = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
  });

  it("at a new address is made up by one up without a refresh, which says that the machine is another one", async () => {
    point(stage.connection(2));
    const result = await stage.pulumi.up();
    expectRun(result, updated);
    expect(`${result.text}${result.log}`).to.contain("another machine answers under this host key");
    expect(await serving(stage.host(2))).to.deep.equal(["coder", "writer"]);
    expect(await must(stage.host(2), `systemctl is-enabled ${unitOf("coder")}`)).to.equal("enabled");
  });

  it("at the same address with a new SSH key is refused as long as the fleet has the old key", async () => {
    const old = stage.connection(2);
    await stage.host(2).reset({ newHostKeys: true });
    stage.project.writeFleet({
      ...stage.fleet(1, { coder: { environment: { A: "1" } }, writer: {} }),
      hosts: { vm1: { connection: old } },
    });
    expectFailure(await stage.pulumi.up(), "[host-key-changed]", "SHA256:");
    expect(await serving(stage.host(2))).to.deep.equal([]);
  });

  it("and converges by one up without a refresh once the fleet has the new key", async () => {
    point(stage.connection(2));
    expectRun(await stage.pulumi.up(), updated);
    expect(await serving(stage.host(2))).to.deep.equal(["coder", "writer"]);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });
});
