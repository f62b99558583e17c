import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, seen, settled, systemState } from "./support/seen";

const CODER = unitOf("coder");

describe("a stop of a real gateway", () => {
  const coder = { env: { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18801" } };
  const stage = useHermes((made) => ({ fleet: made.profiles({ coder }) }));
  const stop = () => must(stage.vm, `systemctl stop ${CODER}`);
  const end = async () => {
    const { coder } = await seen(stage.vm, "coder");
    return [coder.ActiveState, coder.Result, coder.state, await systemState(stage.vm)];
  };
  const failed = `degraded\n${CODER} loaded failed failed Hermes Agent Gateway (coder)`;

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    await ready(stage.vm, "coder");
  });

  const moments: readonly [when: string, wait: () => Promise<unknown>][] = [
    ["while it loads its modules", () => must(stage.vm, "sleep 0.2")],
    ["as soon as it answers", () => ready(stage.vm, "coder")],
    ["once it is through its start", () => settled(stage.vm, "coder")],
  ];
  for (const [when, wait] of moments) {
    it(`is clean ${when}`, async () => {
      await must(stage.vm, `systemctl restart ${CODER}`);
      await wait();
      await stop();
      const [active, result, , system] = await end();
      expect([active, result, system]).to.deep.equal(["inactive", "success", "running"]);
    });
  }

  it("is what the gateway itself calls stopped", async () => {
    expect((await end())[2]).to.equal("stopped");
  });

  it("with killSignal: SIGTERM, which takes effect without a restart, leaves the unit failed", async () => {
    await must(stage.vm, `systemctl start ${CODER}`);
    await settled(stage.vm, "coder");
    const before = await lifeOf(stage.vm, CODER);
    stage.declare({ coder: { ...coder, killSignal: "SIGTERM" } });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect(await lifeOf(stage.vm, CODER)).to.deep.equal(before);
    await stop();
    expect(await end()).to.deep.equal(["failed", "exit-code", "running", failed]);
  });

  it("that left it failed is no obstacle to the next up", async () => {
    stage.declare({ coder });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    await ready(stage.vm, "coder");
    expect(await systemState(stage.vm)).to.equal("running");
  });
});
