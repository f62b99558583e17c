import { expect } from "chai";
import type { GatewayFleetArgs } from "../../provider/components/fleet-args";
import { GatewayFleet } from "../../provider/components/gateway-fleet";
import { underMocks } from "./mocks";

const LEDGER = "pulumi-nodejs:dynamic/hermes:PortLedger";
const GATEWAY = "pulumi-nodejs:dynamic/hermes:GatewayProfile";
const env = { API_SERVER_KEY: "0123456789abcdef" };

const hosts: GatewayFleetArgs["hosts"] = {
  vm1: { connection: { host: "192.0.2.1" } },
  vm2: { connection: { host: "192.0.2.2" } },
};

describe("GatewayFleet with allocated ports", () => {
  it("registers a ledger for each host that has an allocating profile, and for no other", async () => {
    const registered = await underMocks(
      () =>
        new GatewayFleet("hermes", {
          hosts,
          profiles: { coder: { env, ports: "allocate", hosts: ["vm1"] }, writer: { ports: [9300] } },
        }),
    );
    expect(registered.filter(({ type }) => type === LEDGER)).to.deep.equal([
      {
        type: LEDGER,
        name: "hermes/vm1/ports",
        secretKeys: [],
        inputs: {
          __provider: 'exports.handler=()=>require("pulumi-hermes-gateway/provider").portLedger;',
          schemaVersion: 1,
          hostKey: "vm1",
          range: { from: 9200, to: 9800 },
          requests: { coder: ["api_server"] },
          taken: [9300],
        },
      },
    ]);
  });

  it("gives a gateway what the ledger assigned, under the variable that Hermes reads", async () => {
    const assigned = { coder: { api_server: 9497, webhook: 9300 }, writer: { api_server: 9252 } };
    const registered = await underMocks(
      () =>
        new GatewayFleet("hermes", {
          hosts: { vm1: hosts.vm1 as never },
          profiles: {
            coder: { env: { ...env, WEBHOOK_ENABLED: "1" }, ports: "allocate" },
            writer: { env, ports: "allocate" },
            other: {},
          },
        }),
      { [LEDGER]: { assigned } },
    );
    const ports = registered
      .filter(({ type }) => type === GATEWAY)
      .map(({ name, inputs }) => [name, inputs.ports]);
    expect(Object.fromEntries(ports)).to.deep.equal({
      "hermes/vm1/coder": { API_SERVER_PORT: 9497, WEBHOOK_PORT: 9300 },
      "hermes/vm1/writer": { API_SERVER_PORT: 9252 },
      "hermes/vm1/other": undefined,
    });
  });

  it("shows all of them by host", async () => {
    let shown: unknown;
    const assigned = { coder: { api_server: 9497 } };
    await underMocks(
      () => {
        const fleet = new GatewayFleet("hermes", { hosts, profiles: { coder: { env, ports: "allocate" } } });
        fleet.ports.apply((ports) => {
          shown = ports;
        });
      },
      { [LEDGER]: { assigned } },
    );
    expect(shown).to.deep.equal({ vm1: assigned, vm2: assigned });
  });

  it("leads to a provider with all methods", () => {
    const { portLedger } = require("pulumi-hermes-gateway/provider") as { portLedger: object };
    expect(Object.keys(portLedger).sort()).to.deep.equal([
      "check",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });
});
