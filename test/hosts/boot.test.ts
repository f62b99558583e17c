import { expect } from "chai";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../provider/core/schema/parse-fleet";
import { expectRun } from "../e2e/support/expect-run";
import { must, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

describe("a boot", () => {
  // A path a–b–c, and a pair that only its port gives away.
  const profiles = {
    a: { priority: 3, conflictsWith: ["b"] },
    b: { priority: 2, conflictsWith: ["c"] },
    c: { priority: 1 },
    d: { priority: 5, env: { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18811" } },
    e: { priority: 4, env: { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18811" } },
  };
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, profiles) }));

  it("starts the gateways that the plan says, and nobody else", async () => {
    const fleet = stage.fleet(1, profiles);
    const { fleet: parsed } = parseFleet(fleet);
    if (!parsed) throw new Error("the fleet is wrong");
    const planned = planFleet(parsed)
      .hosts.flatMap(({ gateways }) => gateways)
      .filter(({ boot }) => boot === "enabled")
      .map(({ profileKey }) => profileKey)
      .sort();
    expect(planned).to.deep.equal(["a", "c", "d"]);
    expectRun(
      await stage.pulumi.up(),
      Object.fromEntries(Object.keys(profiles).map((key) => [`hermes/vm1/${key}`, "create"])),
    );
    expect(await serving(stage.host(1))).to.deep.equal(planned);
    const bootId = () =>
      must(stage.host(1), "cat /proc/sys/kernel/random/boot_id; cat /proc/1/stat | cut -d' ' -f22");
    for (let boot = 0; boot < 3; boot += 1) {
      const before = await bootId();
      await stage.host(1).poweroff();
      await stage.host(1).boot();
      expect(await bootId()).not.to.equal(before);
      expect(await serving(stage.host(1))).to.deep.equal(planned);
    }
  });
});
