import { expect } from "chai";
import { engineDriver } from "../e2e/engine-driver";
import { makeProject } from "../e2e/project";
import { expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");

describe("a transaction and what comes between", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));

  before(async () => expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" }));

  it("goes on when its connection is cut, and the next up finds it done without a second restart", async () => {
    const window = { defaults: { health: { healthyForSeconds: 4 } } };
    stage.project.writeFleet(stage.fleet(1, { coder: { environment: { A: "1" } } }, window));
    const run = stage.pulumi.up();
    await until(
      "the new unit is installed",
      async () => (await must(stage.host(1), `grep -c '"A=1"' /etc/systemd/system/${CODER} || true`)) === "1",
    );
    await must(stage.host(1), "pkill -f '[s]shd: root' || true");
    const { exitCode, text } = await run;
    expect(exitCode).not.to.equal(0);
    expect(text).to.contain("[connection-lost]");
    await until(
      "the worker has ended",
      async () =>
        (await must(
          stage.host(1),
          "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*' | wc -l",
        )) === "0",
    );
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    const invocation = await must(stage.host(1), `systemctl show -p InvocationID --value ${CODER}`);
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect(await must(stage.host(1), `systemctl show -p InvocationID --value ${CODER}`)).to.equal(invocation);
    expect(await must(stage.host(1), "ls -A /run | grep '^hermes-fleet\\.' | grep -v lock || true")).to.equal(
      "",
    );
  });

  it("waits for the one of another stack on the same host, and both succeed", async () => {
    const project = makeProject({
      name: "other",
      fleet: stage.fleet(1, { writer: {} }, { defaults: { health: { healthyForSeconds: 3 } } }),
    });
    const other = await engineDriver(project);
    try {
      const window = { defaults: { health: { healthyForSeconds: 3 } } };
      stage.project.writeFleet(stage.fleet(1, { coder: { environment: { A: "2" } } }, window));
      const [one, two] = await Promise.all([stage.pulumi.up(), other.up()]);
      expectRun(one, { "hermes/vm1/coder": "update" });
      expectRun(two, { "hermes/vm1/writer": "create" });
      expect(`${one.log}${two.log}`).to.match(
        /waiting for (the lock that )?organization\/(fleet|other)\/dev(, which watches what it started \d+ s ago| has held for \d+ s)/,
      );
      expect(await serving(stage.host(1))).to.deep.equal(["coder", "writer"]);
      expectRun(await other.destroy(), { "hermes/vm1/writer": "delete" });
      expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    } finally {
      await other.close();
      project.remove();
    }
  });
});
