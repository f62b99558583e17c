import { expect } from "chai";
import { explainPlan } from "../../../provider/core/plan/explain-plan";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";

describe("explainPlan", () => {
  it("shows every host as a table, then the findings", () => {
    const plan = planFleet(
      fleetOf({
        exclusion: "declared",
        hosts: { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } },
        profiles: {
          coder: { hosts: ["vm1"], exclusiveGroup: "gpu", ports: [8642] },
          writer: { hosts: ["vm1"], exclusiveGroup: "gpu", priority: 10 },
          zebra: { hosts: ["vm1"], conflictsWith: ["coder"], ports: [8642] },
          alone: { hosts: ["vm1"], ports: [8642] },
        },
      }),
    );
    expect(explainPlan(plan)).to.equal(`vm1
  unit                           priority  after a boot  why                                     excludes
  hermes-gateway-writer.service  10        runs          highest                                 coder
  hermes-gateway-alone.service   0         runs          -                                       -
  hermes-gateway-coder.service   0         standby       writer excludes it: exclusiveGroup gpu  writer, zebra
  hermes-gateway-zebra.service   0         runs          coder on standby                        coder
  exclusion group writer, coder, zebra: a boot starts writer, zebra
  a standby never takes over by itself: if the gateway that a boot starts fails, nobody runs in its place until a hand starts it
  conflictsWith: coder, zebra (profiles.zebra.conflictsWith)
  exclusiveGroup gpu: writer (profiles.writer.exclusiveGroup), coder (profiles.coder.exclusiveGroup)

vm2
  no gateways

error shared-port (vm1/alone, vm1/zebra): the profiles alone and zebra would run together on vm1 and claim the same port 8642
  remedy: let one of them run at a time (the same exclusiveGroup, or conflictsWith), or give zebra another port, or place it on another host
warning unguarded-standby (vm1/alone, vm1/coder): nothing stops one of alone and coder on vm1 when a hand starts another, and they contend for port 8642
  remedy: put them into the same exclusiveGroup, or choose exclusion: detected
`);
  });

  it("says nothing of taking over where no standby waits for another gateway", () => {
    const fleet = {
      hosts: { vm1: { connection: { host: "x" } } },
      profiles: { a: { desired: "standby" }, b: null },
    };
    expect(explainPlan(planFleet(fleetOf(fleet)))).not.to.include("takes over");
  });

  it("says who gets a port, and from where; which one only the state knows", () => {
    const env = { API_SERVER_KEY: "0123456789abcdef" };
    const text = explainPlan(
      planFleet(
        fleetOf({
          hosts: { vm1: { connection: { host: "x" } } },
          profiles: {
            coder: { ports: "allocate", env: { ...env, WEBHOOK_ENABLED: "1" } },
            writer: { ports: "allocate", env },
            other: null,
          },
        }),
      ),
    );
    expect(text).to.include(
      "  a port each from 9200 to 9799: coder (API server, webhook), writer (API server)\n",
    );
  });

  it("cuts long lists and says how many names it left out", () => {
    const profiles = Object.fromEntries("abcdefghij".split("").map((key) => [key, null]));
    const text = explainPlan(
      planFleet(fleetOf({ exclusion: "all", hosts: { vm1: { connection: { host: "x" } } }, profiles })),
    );
    expect(text).to.include("  exclusion group a, b, c, d, e and 5 more: a boot starts a\n");
  });
});
