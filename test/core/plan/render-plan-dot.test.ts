import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { renderPlanDot } from "../../../provider/core/plan/render-plan-dot";
import { fleetOf } from "../support/arbitrary-fleet";

describe("renderPlanDot", () => {
  it("draws every host, gateway and directive, with its reason", () => {
    const fleet = fleetOf({
      hosts: { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } },
      profiles: {
        coder: { hosts: ["vm1"], priority: 10, ports: [80], exclusiveGroup: "gpu" },
        writer: {
          hosts: ["vm1"],
          ports: [80],
          exclusiveGroup: "gpu",
          config: { systemd_conflicts: "ollama.service" },
        },
      },
    });
    expect(renderPlanDot(planFleet(fleet))).to.equal(`digraph "hermes" {
  rankdir=LR;
  node [style=solid];
  subgraph cluster_0 {
    label="vm1";
    "vm1/hermes-gateway-coder.service" [label="coder\\npriority 10\\nruns after a boot"];
    "vm1/hermes-gateway-writer.service" [label="writer\\npriority 0\\nstandby", style=dashed];
    "vm1/hermes-gateway-coder.service" -> "vm1/hermes-gateway-writer.service" [label="exclusiveGroup gpu and port 80"];
    "vm1/ollama.service" [label="ollama.service", shape=box];
    "vm1/hermes-gateway-writer.service" -> "vm1/ollama.service" [label="systemd_conflicts"];
  }
  subgraph cluster_1 {
    label="vm2";
  }
}
`);
  });
});
