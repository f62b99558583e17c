import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { fates, fault, passed } from "./support/guard-state";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const ROOT = "/home/hermes/.hermes";
const NAMES = ["default", "a", "b"] as const;
const PROFILES = { default: {}, a: { env: { A: "1" } }, b: { soul: "# B\n" } };

for (const scope of ["system", "user"] as const) {
  describe(`a switch of topology that is cut, scope: ${scope}`, function () {
    // Several runs each, and a guard that waits for its turn.
    this.timeout(240_000);
    const rest = { defaults: { scope, health: { healthyForSeconds: 1 } } };
    const stage = useLab(1, (made) => ({
      fleet: made.fleet(1, PROFILES, { ...rest, topology: "per-profile" }),
    }));
    const declare = (topology: FleetInput["topology"]) =>
      stage.project.writeFleet(stage.fleet(1, PROFILES, { ...rest, ...(topology ? { topology } : {}) }));
    const units = scope === "user" ? "/home/hermes/.config/systemd/user" : "/etc/systemd/system";
    const all = (change: string) => Object.fromEntries(NAMES.map((name) => [`hermes/vm1/${name}`, change]));

    /** Everything that a switch changes: units, links, files of homes, and who runs. */
    const look = () =>
      must(
        stage.host(1),
        `cd ${units} && for f in hermes-gateway*.service *.wants/hermes-gateway*.service; do echo "$f"; done
         cd ${ROOT} && for f in config.yaml profiles/?/config.yaml profiles/?/.env profiles/?/SOUL.md; do
           if [ -f $f ]; then echo "$f"; cat $f; fi
         done
         ps -e -o args= | grep -v grep | grep -o 'hermes .*gateway run$' | sort`,
      );
    const running = async () => (await look()).match(/^hermes .*gateway run$/gm) ?? [];

    before(async () => {
      expectRun(await stage.pulumi.up(), all("create"));
      expect(await running()).to.have.length(3);
    });
    afterEach(() => fault(stage.host(1), "", "none"));

    for (const [topology, back] of [
      ["multiplexed", "per-profile"],
      ["per-profile", "multiplexed"],
    ] as const) {
      for (const step of ["files", "start", "watch"]) {
        it(`to ${topology} at the step ${step} leads back to ${back}`, async () => {
          const before = await look();
          declare(topology);
          await fault(stage.host(1), step, "kill");
          expect((await stage.pulumi.up()).exitCode).to.not.equal(0);
          expect(await passed(stage.host(1))).to.include(step);
          await until(
            "it is put back",
            async () => (await fates(stage.host(1))).join() === "rolled-back",
            60,
          );
          expect(await look()).to.equal(before);
        });
      }

      it(`to ${topology} is done by the next run`, async () => {
        const run = await stage.pulumi.up();
        expect(run.exitCode, run.text).to.equal(0);
        expect(await running()).to.have.length(topology === "multiplexed" ? 1 : 3);
        expectRun(await stage.pulumi.up({ refresh: true }), {});
      });
    }
  });
}
