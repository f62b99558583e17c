import { expect } from "chai";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { sampleInputs } from "./support/sample-gateway";

const unitOf = (key: string) => `hermes-gateway-${key}.service`;

describe("a standby that was stopped for a winner that comes in a later transaction of the run", () => {
  let host: EmbeddedHost;
  const health = { healthyForSeconds: 1, deadlineSeconds: 5 };
  const inputs = (profileKey: string, wins: boolean, lower: string, environment = {}): GatewayInputs => {
    const home = `/home/hermes/.hermes/profiles/${profileKey}`;
    return sampleInputs(
      { owner: `organization/fleet/dev::hermes/vm1/${profileKey}`, connection: host.connection, health },
      {
        profileKey,
        unitName: unitOf(profileKey),
        boot: wins ? "enabled" : "standby",
        priority: wins ? 2 : 1,
        conflicts: wins ? [unitOf(lower)] : [],
        plannedUnits: [unitOf("left"), unitOf("right")],
        claims: [`home ${home}`],
        home,
        workingDirectory: home,
        environment: { HERMES_HOME: home, ...environment },
      },
    );
  };
  const active = () =>
    host
      .units()
      .filter(({ unit, activeState }) => unit.startsWith("hermes-gateway") && activeState === "active")
      .map(({ unit }) => unit);
  let [left, right]: [GatewayOutputs | undefined, GatewayOutputs | undefined] = [undefined, undefined];
  const made = (outs: GatewayOutputs | undefined): GatewayOutputs => {
    if (!outs) throw new Error("it was not made");
    return outs;
  };

  beforeEach(async () => {
    host = await startEmbeddedHost();
    left = (await createGateway(inputs("left", true, "right"))).outs;
    right = (await createGateway(inputs("right", false, "left"))).outs;
    left = (await updateGateway(left, inputs("left", false, "right"))).outs;
    expect(active()).to.deep.equal([]);
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
  });

  it("is started again when that one fails, and the error says so", async () => {
    host.behave(unitOf("right"), { exitCode: 3, afterMs: 100 });
    const failure = await updateGateway(made(right), inputs("right", true, "left")).catch(
      (error: Error) => error,
    );
    expect(String(failure)).to.match(
      /now: the previous files are back, hermes-gateway-left\.service is active again/,
    );
    expect(active()).to.deep.equal([unitOf("left")]);
  });

  it("stays stopped once that one serves, also when a later change of it fails", async () => {
    right = (await updateGateway(made(right), inputs("right", true, "left"))).outs;
    expect(active()).to.deep.equal([unitOf("right")]);
    host.behave(unitOf("right"), { exitCode: 3, afterMs: 100, times: 1 });
    const failure = await updateGateway(right, inputs("right", true, "left", { A: "1" })).catch(
      (error: Error) => error,
    );
    expect(String(failure)).to.match(
      /now: the previous files are back, hermes-gateway-right\.service is active again/,
    );
    expect(active()).to.deep.equal([unitOf("right")]);
  });
});
