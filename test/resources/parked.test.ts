import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "chai";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { readGateway } from "../../provider/resources/gateway-profile/read.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { sampleInputs } from "./support/sample-gateway";

const UNIT = "hermes-gateway-coder.service";
const HOME = "/home/hermes/.hermes/profiles/coder";
const MARKER = `${HOME}/gateway.parked`;
const STATE = `${HOME}/gateway_state.json`;

describe("a gateway that somebody had Hermes keep stopped", () => {
  let host: EmbeddedHost;
  let outs: GatewayOutputs;
  const inputs = (more: Partial<GatewayInputs> = {}, spec: object = {}) =>
    sampleInputs({ connection: host.connection, ...more }, spec);
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "it did not fail",
      (error: unknown) => (error as Error).message,
    );
  const stop = () => promisify(execFile)("systemctl", ["stop", UNIT], host.surroundings);
  const stopped = async () => {
    ({ outs } = await createGateway(inputs()));
    await stop();
    return host.unit(UNIT).invocationId;
  };
  const states = [
    ["marker", MARKER, "", "gateway.parked is there"],
    ["state", STATE, '{"gateway_state":"stopped", "desired_state" : "stopped"}', "has desired_state stopped"],
  ] as const;

  beforeEach(async () => {
    host = await startEmbeddedHost();
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
  });

  for (const [name, path, text, why] of states) {
    it(`by ${name} is not started by an update, and nothing of it is changed`, async () => {
      const before = await stopped();
      host.write(path, text);
      const message = await refusal(updateGateway(outs, inputs({ env: { A: "1" } })));
      expect(message).to.include("[gateway-parked]").and.include(why).and.include("`takeBack: true`");
      expect(host.unit(UNIT)).to.include({ activeState: "inactive", invocationId: before });
      expect(existsSync(host.path(`${HOME}/.env`))).to.equal(false);
    });

    it(`by ${name} is not started by a create`, async () => {
      host.write(path, text);
      expect(await refusal(createGateway(inputs()))).to.include("[gateway-parked]");
      expect(host.unit(UNIT).loadState).to.equal("not-found");
      ({ outs } = await createGateway(inputs({ takeBack: true })));
      expect(host.unit(UNIT).activeState).to.equal("active");
    });
  }

  it("is started when the profile takes it back, or the mark is gone", async () => {
    await stopped();
    host.write(MARKER, "");
    ({ outs } = await updateGateway(outs, inputs({ env: { A: "1" }, takeBack: true })));
    expect(host.unit(UNIT).activeState).to.equal("active");
    await stop();
    rmSync(host.path(MARKER));
    ({ outs } = await updateGateway(outs, inputs({ env: { A: "2" } })));
    expect(host.unit(UNIT).activeState).to.equal("active");
  });

  it("is no obstacle while it runs, or waits as the fleet wants it to", async () => {
    ({ outs } = await createGateway(inputs()));
    host.write(MARKER, "");
    const before = host.unit(UNIT).invocationId;
    ({ outs } = await updateGateway(outs, inputs({ env: { A: "1" } })));
    expect(host.unit(UNIT).invocationId).to.not.equal(before);
    ({ outs } = await updateGateway(outs, inputs({ env: { A: "2" } }, { boot: "standby" })));
    expect(host.unit(UNIT).activeState).to.equal("inactive");
  });

  it("and only then: by other states Hermes says how it was, not how it is to be", async () => {
    await stopped();
    host.write(STATE, '{"gateway_state":"stopped","desired_state":"running","exit_reason":"stopped"}');
    ({ outs } = await updateGateway(outs, inputs({ env: { A: "1" } })));
    expect(host.unit(UNIT).activeState).to.equal("active");
  });

  it("is reported by a refresh as stopped", async () => {
    await stopped();
    host.write(MARKER, "");
    expect((await readGateway("vm1/coder", outs)).props?.status).to.equal("stopped");
  });
});
