import { expect } from "chai";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import { deleteGateway } from "../../provider/resources/gateway-profile/delete.js";
import type { PartialFailure } from "../../provider/resources/gateway-profile/partial-failure.js";
import type { GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { readGateway } from "../../provider/resources/gateway-profile/read.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { sampleInputs } from "./support/sample-gateway";

const UNIT = "hermes-gateway-coder.service";
const FILE = `/etc/systemd/system/${UNIT}`;
const DROP_IN = `${FILE}.d/mine.conf`;

describe("a gateway on a machine, in this process", () => {
  let host: EmbeddedHost;
  let outs: GatewayOutputs;
  const inputs = (env: Record<string, string> = { TOKEN: "t0ken" }) =>
    sampleInputs({ connection: host.connection, env });

  before(async () => {
    host = await startEmbeddedHost();
  });
  after(async () => {
    await closeSessions();
    await host.stop();
  });

  it("create returns every input and what is on the machine", async () => {
    const made = await createGateway(inputs());
    outs = made.outs;
    expect(made.id).to.equal("vm1/coder");
    const { status, digestKey, onHost, ...rest } = outs;
    expect(rest).to.deep.equal(inputs());
    expect(status).to.equal("applied");
    expect(digestKey).to.match(/^[0-9a-f]{64}$/);
    expect(onHost).to.include({ machineId: host.machineId });
    expect(onHost?.links).to.deep.equal(["multi-user.target.wants"]);
  });

  it("read of what is as it was returns no inputs, and the outputs unchanged", async () => {
    expect(await readGateway("vm1/coder", outs)).to.deep.equal({ id: "vm1/coder", props: outs });
  });

  it("read of an edited unit returns the whole check shape with the text of the machine", async () => {
    const text = host.read(FILE);
    host.write(FILE, text.replace("RestartSec=5", "RestartSec=44"));
    const { inputs: found, props } = await readGateway("vm1/coder", outs);
    expect(found).to.deep.equal({
      ...inputs(),
      unit: inputs().unit.replace("RestartSec=5", "RestartSec=44"),
    });
    expect(props?.status).to.equal("drifted");
    host.write(FILE, text);
  });

  it("read of a drop-in by somebody else returns no inputs, and keeps it recorded", async () => {
    host.write(DROP_IN, "[Service]\nNice=5\n");
    const found = await readGateway("vm1/coder", outs);
    expect(found).to.not.have.property("inputs");
    expect(Object.keys(found.props?.onHost?.dropIns ?? {})).to.deep.equal([DROP_IN]);
    host.write(DROP_IN, "");
  });

  it("read of a unit that is gone returns nothing", async () => {
    const elsewhere = { ...outs, unitName: "hermes-gateway-gone.service" };
    expect(await readGateway("vm1/coder", elsewhere)).to.deep.equal({});
  });

  it("read of a unit that another stack owns by now returns nothing", async () => {
    expect(await readGateway("vm1/coder", { ...outs, owner: "organization/other/dev::x" })).to.deep.equal({});
  });

  it("a failed update throws the previous outputs, the reason, and no secret", async () => {
    host.write(DROP_IN, "");
    host.write(
      "/usr/local/bin/hermes-broken",
      '#!/bin/sh\n# embedded: {"exitCode":3,"prints":["t0ken"]}\n',
      0o755,
    );
    const { props = outs } = await readGateway("vm1/coder", outs);
    const broken = sampleInputs(
      {
        connection: host.connection,
        env: { TOKEN: "t0ken" },
        health: { healthyForSeconds: 1, deadlineSeconds: 5 },
      },
      { executable: "/usr/local/bin/hermes-broken" },
    );
    const error = (await updateGateway(props, broken).then(
      undefined,
      (reason: unknown) => reason,
    )) as PartialFailure;
    expect(error.id).to.equal("vm1/coder");
    expect(error.properties).to.deep.equal({ ...props, status: "rolled-back" });
    expect(error.reasons).to.deep.equal([error.message]);
    expect(error.message).to.include("[gateway-failed]").and.include("[secret]");
    expect(error.message).to.not.include("t0ken");
    outs = props;
  });

  it("delete of what is gone succeeds", async () => {
    await deleteGateway("vm1/coder", outs);
    expect(host.unit(UNIT).loadState).to.equal("not-found");
    await deleteGateway("vm1/coder", outs);
  });

  it("all of it took one connection", () => {
    expect(host.connections).to.equal(1);
  });
});
