import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const WRITER = unitOf("writer");
const ENDS = "#!/bin/sh\nexit 3\n";

describe("a hand-over between gateways that exclude each other", () => {
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, { coder: { priority: 2 }, writer: { priority: 1 } }, { exclusion: "all" }),
  }));
  const write = (coder: object, writer: object, rest: object = {}) =>
    stage.project.writeFleet(stage.fleet(1, { coder, writer }, { exclusion: "all", ...rest }));
  const both = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };
  const linked = () =>
    must(stage.host(1), "ls /etc/systemd/system/multi-user.target.wants | grep hermes-gateway");
  /** Pairs of installed units that name each other. */
  const mutual = async (): Promise<boolean> => {
    const text = await must(
      stage.host(1),
      `grep -H ^Conflicts= /etc/systemd/system/hermes-gateway-*.service || true`,
    );
    return text.includes(`${CODER}:Conflicts=${WRITER}`) && text.includes(`${WRITER}:Conflicts=${CODER}`);
  };

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    await must(
      stage.host(1),
      `printf '${ENDS}' >/usr/local/bin/hermes-ends && chmod 755 /usr/local/bin/hermes-ends`,
    );
  });

  it("follows the priorities in one up", async () => {
    write({ priority: 1 }, { priority: 2 });
    expectRun(await stage.pulumi.up(), both);
    expect([await serving(stage.host(1)), await linked(), await mutual()]).to.deep.equal([
      ["writer"],
      WRITER,
      false,
    ]);
  });

  for (const [first, second] of [
    ["coder", "writer"],
    ["writer", "coder"],
  ] as const) {
    it(`follows them one gateway at a time, ${first} first: no two units ever name each other`, async () => {
      write({ priority: 2 }, { priority: 1 });
      expectRun(await stage.pulumi.up({ targets: [`hermes/vm1/${first}`] }), {
        [`hermes/vm1/${first}`]: "update",
      });
      expect(await mutual()).to.equal(false);
      expectRun(await stage.pulumi.up({ targets: [`hermes/vm1/${second}`] }), {
        [`hermes/vm1/${second}`]: "update",
      });
      expect([await serving(stage.host(1)), await linked(), await mutual()]).to.deep.equal([
        ["coder"],
        CODER,
        false,
      ]);
      expectRun(await stage.pulumi.up({ refresh: true }), {});
      write({ priority: 1 }, { priority: 2 });
      expectRun(await stage.pulumi.up({ parallel: 1 }), both);
      expect([await serving(stage.host(1)), await linked(), await mutual()]).to.deep.equal([
        ["writer"],
        WRITER,
        false,
      ]);
    });
  }

  it("to a gateway that fails is taken back: the old winner runs and is the one that a boot starts", async () => {
    const before = await must(stage.host(1), `sha256sum /etc/systemd/system/hermes-gateway-*`);
    write(
      { priority: 3, executable: "/usr/local/bin/hermes-ends" },
      { priority: 2 },
      { defaults: { health: { healthyForSeconds: 2 } } },
    );
    expectFailure(
      await stage.pulumi.up(),
      "[gateway-failed]",
      `${WRITER} is active again`,
      "ExecMainStatus=3",
    );
    expect([await serving(stage.host(1)), await linked()]).to.deep.equal([["writer"], WRITER]);
    expect(await must(stage.host(1), `sha256sum /etc/systemd/system/hermes-gateway-*`)).to.equal(before);
    expect(await must(stage.host(1), "systemctl --failed --plain --no-legend")).to.equal("");
  });

  it("also when the old winner is not part of the run", async () => {
    expectFailure(
      await stage.pulumi.up({ targets: ["hermes/vm1/coder"] }),
      "[gateway-failed]",
      `${WRITER} is active again`,
    );
    expect([await serving(stage.host(1)), await linked()]).to.deep.equal([["writer"], WRITER]);
  });

  it("corrected, the next up converges", async () => {
    write({ priority: 1 }, { priority: 2 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect([await serving(stage.host(1)), await linked()]).to.deep.equal([["writer"], WRITER]);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("that a human made by hand stops the next change, until the fleet takes the place back", async () => {
    await must(stage.host(1), `systemctl start ${CODER}`);
    const before = await lifeOf(stage.host(1), CODER);
    write({ priority: 1 }, { priority: 2, environment: { A: "1" } });
    expectFailure(await stage.pulumi.up(), "[manual-switch]", `${CODER} runs in place of ${WRITER}`);
    expect(await lifeOf(stage.host(1), CODER)).to.deep.equal(before);
    write({ priority: 1, takeBack: true }, { priority: 2, environment: { A: "1" }, takeBack: true });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await serving(stage.host(1))).to.deep.equal(["writer"]);
  });
});
