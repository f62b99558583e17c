import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, settled } from "./support/seen";

const CODER = unitOf("coder");
const PATH = `/etc/systemd/system/${CODER}`;

describe("Hermes' own command beside us", () => {
  const coder = { env: { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18801" } };
  const stage = useHermes((made) => ({ fleet: made.profiles({ coder }) }));
  const unit = () => must(stage.vm, `cat ${PATH}`);
  const hermes = (words: string) =>
    must(
      stage.vm,
      `HERMES_HOME=/home/hermes/.hermes/profiles/coder hermes gateway ${words} --system </dev/null 2>&1`,
    );
  let ours = "";

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    await ready(stage.vm, "coder");
    await settled(stage.vm, "coder");
    ours = await unit();
  });

  it("status finds our unit under the name that Hermes would give it, and leaves it alone", async () => {
    const before = await lifeOf(stage.vm, CODER);
    expect(await hermes("status")).to.include(CODER);
    expect([await unit(), await lifeOf(stage.vm, CODER)]).to.deep.equal([ours, before]);
  });

  it("a reload is Hermes' planned restart: it ends, systemd starts it again, and nothing is changed for us", async () => {
    await must(stage.vm, `systemctl reload ${CODER}`);
    const { MainPID: first } = await lifeOf(stage.vm, CODER);
    for (let n = 0; n < 100 && (await lifeOf(stage.vm, CODER)).NRestarts === "0"; n += 1)
      await must(stage.vm, "sleep 0.2");
    await ready(stage.vm, "coder");
    const after = await lifeOf(stage.vm, CODER);
    expect(after).to.include({ ActiveState: "active", NRestarts: "1" });
    expect(after.MainPID).to.not.equal(first);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("start writes a unit of its own over ours: the next change stops, and a refresh puts ours back", async () => {
    await settled(stage.vm, "coder");
    await hermes("start");
    await ready(stage.vm, "coder");
    expect(await unit()).to.include("hermes_cli.main");
    stage.declare({ coder: { ...coder, environment: { LEVEL: "debug" } } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", `somebody changed ${CODER}`);
    stage.declare({ coder });
    expectRun(await stage.pulumi.up({ refresh: true }), { "hermes/vm1/coder": "update" });
    await ready(stage.vm, "coder");
    expect(await unit()).to.equal(ours);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });
});
