import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { GatewayFleetArgs } from "../../provider/components/fleet-args";
import { GatewayFleet } from "../../provider/components/gateway-fleet";
import { type Registered, underMocks } from "./mocks";

const TYPE = "pulumi-nodejs:dynamic/hermes:GatewayProfile";

const hosts: GatewayFleetArgs["hosts"] = {
  vm1: { connection: { host: "192.0.2.1" } },
  vm2: { connection: { host: "192.0.2.2", privateKeyFile: "keys/vm2" } },
};

function gatewaysOf(registered: readonly Registered[]): Map<string, Registered> {
  return new Map(registered.filter(({ type }) => type === TYPE).map((one) => [one.name, one]));
}

describe("GatewayFleet", () => {
  it("registers one gateway for each profile and host", async () => {
    const registered = await underMocks(
      () => new GatewayFleet("hermes", { hosts, profiles: { coder: {}, writer: {} } }),
    );
    expect([...gatewaysOf(registered).keys()].sort()).to.deep.equal([
      "hermes/vm1/coder",
      "hermes/vm1/writer",
      "hermes/vm2/coder",
      "hermes/vm2/writer",
    ]);
  });

  it("hands over the constant provider text, byte by byte", async () => {
    const registered = await underMocks(() => new GatewayFleet("hermes", { hosts, profiles: { coder: {} } }));
    expect(gatewaysOf(registered).get("hermes/vm1/coder")?.inputs.__provider).to.equal(
      'exports.handler=()=>require("pulumi-hermes-gateway/provider").gatewayProfile;',
    );
  });

  it("plans exclusion over the whole host: the higher names the lower, and only the higher is enabled", async () => {
    const registered = await underMocks(
      () =>
        new GatewayFleet("hermes", {
          exclusion: "all",
          hosts: { vm1: hosts.vm1 as never },
          profiles: { coder: { priority: 1 }, writer: {} },
        }),
    );
    const spec = (name: string) => gatewaysOf(registered).get(name)?.inputs.spec;
    expect(spec("hermes/vm1/coder")).to.include({ boot: "enabled" });
    expect(spec("hermes/vm1/coder")?.conflicts).to.deep.equal(["hermes-gateway-writer.service"]);
    expect(spec("hermes/vm1/writer")).to.include({ boot: "standby" });
    expect(spec("hermes/vm1/writer")?.conflicts).to.deep.equal([]);
  });

  it("keeps env and connection secret, and nothing of them in the spec", async () => {
    const env = { TOKEN: "canary-token" };
    const registered = await underMocks(
      () => new GatewayFleet("hermes", { hosts, profiles: { coder: { env } } }),
    );
    const one = gatewaysOf(registered).get("hermes/vm1/coder");
    expect(one?.secretKeys).to.include.members(["env", "connection"]);
    expect(one?.inputs.env).to.deep.equal(env);
    expect(JSON.stringify(one?.inputs.spec)).not.to.contain("canary-token");
  });

  it("makes relative paths absolute by the project's root directory", async () => {
    const registered = await underMocks(() => new GatewayFleet("hermes", { hosts, profiles: { coder: {} } }));
    const connection = gatewaysOf(registered).get("hermes/vm2/coder")?.inputs.connection;
    expect(connection?.privateKeyFile).to.equal(resolve(pulumi.getRootDirectory(), "keys/vm2"));
  });

  it("refuses everything that is wrong at once, before anything is registered", async () => {
    const problems = await refusal(
      () =>
        new GatewayFleet("hermes", {
          hosts,
          profiles: { Coder: {}, writer: { hosts: ["vm9"], restartSec: "soon" as never } },
        } as GatewayFleetArgs),
    );
    expect(problems.message.split("\n")[0]).to.equal("fleet hermes: 3 problems");
    expect(problems.registered).to.deep.equal([]);
  });

  it("refuses an Output where a value decides the plan", async () => {
    const { message } = await refusal(
      () =>
        new GatewayFleet("hermes", {
          hosts,
          profiles: { coder: { user: pulumi.output("hermes") as never } },
        }),
    );
    expect(message).to.match(/profiles\.coder\.user: .*plain value/);
  });

  it("names every reference that leads nowhere", async () => {
    const env = { A: { config: "absent" }, B: { fromEnv: "HERMES_FLEET_TEST_ABSENT" } };
    const { message } = await refusal(
      () => new GatewayFleet("hermes", { hosts, profiles: { coder: { env } } }),
    );
    expect(message).to.contain('profiles.coder.env.A: the stack\'s configuration has no "absent"');
    expect(message).to.contain("profiles.coder.env.B: the environment has no HERMES_FLEET_TEST_ABSENT");
  });

  it("refuses a survey without what it saw", async () => {
    const args: GatewayFleetArgs = { survey: "warn", hosts, profiles: { coder: {} } };
    const { message, registered } = await refusal(() => new GatewayFleet("hermes", args));
    expect(message).to.contain("facts: await surveyHosts(args)");
    expect(registered).to.deep.equal([]);
  });

  it("plans with what a survey saw, and takes units of its own stack for its own", async () => {
    const mark = { owner: "organization/sample/dev::hermes/vm1/gone", priority: 5, claims: [] };
    const unit = {
      scope: "system",
      conflicts: [],
      before: [],
      activeState: "active",
      enabled: true,
    } as const;
    const units = [
      { ...unit, name: "hermes-gateway-gone.service", mark },
      { ...unit, name: "hermes-gateway-old.service" },
    ];
    const facts = {
      vm1: { systemd: 255, machineId: "a".repeat(32), units },
      vm2: { notSeen: "auth-failed" },
    };
    const registered = await underMocks(
      () =>
        new GatewayFleet("hermes", {
          survey: "warn",
          exclusion: "all",
          foreign: "exclude",
          hosts,
          profiles: { coder: {} },
          facts,
        }),
    );
    const spec = (name: string) => gatewaysOf(registered).get(name)?.inputs.spec;
    expect(spec("hermes/vm1/coder")).to.include({ systemd: 255 });
    expect(spec("hermes/vm1/coder")?.foreign).to.deep.equal(["hermes-gateway-old.service"]);
    expect(spec("hermes/vm2/coder")).to.deep.include({ survey: { seen: false, systemd: true } });
  });

  it("stops at an error finding and names both gateways", async () => {
    const { message } = await refusal(
      () =>
        new GatewayFleet("hermes", {
          exclusion: "declared",
          hosts,
          profiles: { coder: { ports: [1] }, writer: { ports: [1] } },
        }),
    );
    expect(message).to.contain("[shared-port]");
    expect(message).to.contain("vm1/coder, vm1/writer");
    expect(message).to.contain("and the same on 1 more host");
  });
});

async function refusal(
  program: () => unknown,
): Promise<{ message: string; registered: readonly Registered[] }> {
  let message = "";
  const registered = await underMocks(() => {
    try {
      program();
    } catch (error) {
      expect(pulumi.RunError.isInstance(error)).to.equal(true);
      message = (error as Error).message;
    }
  });
  return { message, registered: registered.filter(({ type }) => type === TYPE) };
}
