import { expect } from "chai";
import { expectFailure } from "../e2e/support/expect-run";
import { must, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { REMEDY_CASES } from "./support/remedy-cases";

describe("remedies, each followed from the state that it is printed in", function () {
  this.timeout(120_000);
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));
  const declare = (profiles: object) => stage.project.writeFleet(stage.fleet(1, profiles as never));
  const good = async (options?: { refresh: boolean }) => {
    const run = await stage.pulumi.up(options);
    expect(run.exitCode, run.text).to.equal(0);
  };

  for (const one of REMEDY_CASES) {
    it(`${one.code}, by ${one.how}`, async () => {
      const { at = { coder: {} }, declares, redeclares, says, cures } = one;
      if (at) {
        declare(at);
        await good();
      }
      if (one.brings) await must(stage.host(1), one.brings);
      if (one.seen) await good({ refresh: true });
      declare(declares);
      const failed = await stage.pulumi.up();
      expectFailure(failed, `[${one.code}]`, "remedy: ");
      const groups = says.exec(failed.text);
      expect(groups, `says ${says}:\n${failed.text}`).to.not.equal(null);
      if (cures) await must(stage.host(1), cures([...(groups ?? [])].slice(1)));
      if (redeclares) declare(redeclares);
      await good(one.refresh ? { refresh: true } : undefined);
      expect(await serving(stage.host(1))).to.include(Object.keys(redeclares ?? declares)[0]);
      const settled = await stage.pulumi.up();
      expect([settled.exitCode, settled.changes]).to.deep.equal([0, {}]);
    });
  }

  afterEach(async function () {
    const test = this.currentTest;
    const one = REMEDY_CASES.find(({ code, how }) => test?.title === `${code}, by ${how}`);
    await stage.pulumi.destroy({ refresh: true });
    await must(
      stage.host(1),
      `${one?.tidies ?? ":"}
       systemctl stop 'hermes-gateway-*' 2>/dev/null; rm -rf /etc/systemd/system/hermes-gateway-* /home/hermes/.hermes
       systemctl daemon-reload; systemctl reset-failed`,
    );
  });
});
