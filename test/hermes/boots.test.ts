import { expect } from "chai";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../provider/core/schema/parse-fleet";
import { expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, seen, systemState } from "./support/seen";

const BOOTS = 5;

describe("real gateways after a boot", () => {
  const env = { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18800" };
  // All on one port; the winner is neither the first by name nor the first that was declared.
  const profiles = { a: { env }, b: { priority: 5, env }, c: { priority: 1, env } };
  const stage = useHermes((made) => ({ fleet: made.profiles(profiles) }));

  it(`the planned one serves and nobody else was started, ${BOOTS} boots in a row`, async () => {
    const { fleet } = parseFleet(stage.profiles(profiles));
    if (!fleet) throw new Error("the fleet is wrong");
    const gateways = planFleet(fleet).hosts.flatMap((host) => host.gateways);
    const planned = gateways.filter(({ boot }) => boot === "enabled").map(({ profileKey }) => profileKey);
    expect(planned).to.deep.equal(["b"]);
    const [winner = ""] = planned;
    const created = Object.keys(profiles).map((key) => [`hermes/vm1/${key}`, "create"]);
    expectRun(await stage.pulumi.up(), Object.fromEntries(created));
    await ready(stage.vm, winner);
    // The machine's own boot id is the same in every container: process 1's start is not.
    const systemStart = () => must(stage.vm, "cut -d' ' -f22 /proc/1/stat");
    const starts = new Set([await systemStart()]);
    for (let boot = 0; boot < BOOTS; boot += 1) {
      await stage.vm.poweroff();
      await stage.vm.boot();
      starts.add(await systemStart());
      await ready(stage.vm, winner);
      const { a, c } = await seen(stage.vm, "a", "c");
      expect([a.serves, c.serves]).to.deep.equal(["b", "b"]);
      expect([a.ActiveState, c.ActiveState]).to.deep.equal(["inactive", "inactive"]);
      const units = ["a", "c"].map((name) => `-u ${unitOf(name)}`).join(" ");
      expect(await must(stage.vm, `journalctl -b --quiet --no-pager ${units}`)).to.equal("");
      expect(await systemState(stage.vm)).to.equal("running");
    }
    expect(starts.size).to.equal(BOOTS + 1);
  });
});
