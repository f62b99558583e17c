import { expect } from "chai";
import { summarize } from "../../provider/components/host-summary";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { fleetOf } from "../core/support/arbitrary-fleet";

describe("the summary of a host", () => {
  it("says who runs, who waits and why, and what was found", () => {
    const plan = planFleet(
      fleetOf({
        hosts: { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } },
        accept: [{ code: "unit-name-unknown-to-hermes", reason: "ours" }],
        profiles: {
          coder: { hosts: ["vm1"], priority: 1, ports: [80] },
          writer: { hosts: ["vm1"], ports: [80], timeoutStopSec: 5 },
          ops: { hosts: ["vm1"], desired: "stopped", unitName: "ops.service" },
        },
      }),
    );
    expect(plan.hosts.map((host) => summarize(host, plan.findings))).to.deep.equal([
      {
        runsAfterBoot: ["hermes-gateway-coder.service"],
        standby: {
          "ops.service": "declared stopped",
          "hermes-gateway-writer.service": "coder excludes it: port 80",
        },
        findings: [
          "stop-timeout-below-drain: the gateway of writer is killed 5 s after a stop begins, and Hermes may need 70 s with its own defaults",
          "unit-name-unknown-to-hermes: Hermes does not look for ops.service, so its own commands take the gateway of ops for one without a unit (accepted: ours)",
        ],
      },
      { runsAfterBoot: [], standby: {}, findings: [] },
    ]);
  });

  it("says who serves a profile that has no unit", () => {
    const plan = planFleet(
      fleetOf({
        topology: "multiplexed",
        hosts: { vm1: { connection: { host: "x" } } },
        profiles: { default: {}, coder: {} },
      }),
    );
    expect(plan.hosts.map((host) => summarize(host, plan.findings))).to.deep.equal([
      {
        runsAfterBoot: ["hermes-gateway.service"],
        standby: {},
        served: { coder: "served by default" },
        findings: [],
      },
    ]);
  });
});
