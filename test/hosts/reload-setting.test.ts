import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, reloads, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");

describe("a setting outside of the runtime digest", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {}, writer: {} }) }));
  const shown = (property: string) => must(stage.host(1), `systemctl show -P ${property} ${CODER}`);
  const both = async () =>
    Promise.all(["coder", "writer"].map((name) => lifeOf(stage.host(1), unitOf(name))));

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
  });

  for (const [name, options, property, shows] of [
    ["a stop timeout", { timeoutStopSec: 33 }, "TimeoutStopUSec", "33s"],
    ["a restart policy", { restart: "always" }, "Restart", "always"],
    ["a description", { description: "Writes code" }, "Description", "Writes code"],
  ] as const) {
    it(`${name} takes effect by one reload, and nobody restarts`, async () => {
      const [before, count] = [await both(), await reloads(stage.host(1))];
      stage.project.writeFleet(stage.fleet(1, { coder: options, writer: {} }));
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
      expect(await shown(property)).to.equal(shows);
      expect(await shown("NeedDaemonReload")).to.equal("no");
      expect(await both()).to.deep.equal(before);
      expect((await reloads(stage.host(1))) - count).to.equal(1);
    });
  }

  it("our variables in .env leave an operator's lines alone, which also outlive a destroy", async () => {
    const file = "/home/hermes/.hermes/profiles/coder/.env";
    await must(stage.host(1), `runuser -u hermes -- sh -c 'echo MINE=1 >${file}'`);
    stage.project.writeFleet(stage.fleet(1, { coder: { env: { NOTE: "x" } }, writer: {} }));
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect(await must(stage.host(1), `cat ${file}; stat -c '%U %a' ${file}`)).to.match(
      /^MINE=1\n#.*\nNOTE=x\n#.*\nhermes 644$/,
    );
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    expect(await must(stage.host(1), `cat ${file}`)).to.equal("MINE=1");
  });
});
