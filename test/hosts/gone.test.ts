import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const UNIT = `/etc/systemd/system/${CODER}`;
const HOME = "/home/hermes/.hermes/profiles/coder";
const NAME = "hermes/vm1/coder";
const LINKS = "find /etc/systemd /run/systemd/system -name '*hermes-gateway*' | sort";

describe("a gateway whose unit's file is gone", () => {
  const coder = { env: { A_TOKEN: "one" } };
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder, writer: {} }) }));
  const host = () => stage.host(1);
  const write = (profiles: object) => stage.project.writeFleet(stage.fleet(1, profiles as never));
  const up = () => stage.pulumi.up();
  /** Makes it run anew, and takes its file away. */
  const vanish = async (script: string) => {
    write({ coder, writer: {} });
    const made = await stage.pulumi.up({ refresh: true });
    expect(made.exitCode, made.text).to.equal(0);
    expect(await serving(host())).to.deep.equal(["coder", "writer"]);
    await must(host(), script);
    expect(await serving(host())).to.deep.equal(["coder", "writer"]);
  };
  const dropIt = async () => {
    write({ writer: {} });
    const result = await up();
    expectRun(result, { [NAME]: "delete" });
    expect(await serving(host())).to.deep.equal(["writer"]);
    expect(await must(host(), `${LINKS}; grep -s hermes-fleet ${HOME}/.env || true`)).to.equal(
      `/etc/systemd/system/${unitOf("writer")}\n/etc/systemd/system/multi-user.target.wants/${unitOf("writer")}`,
    );
    expect((await lifeOf(host(), CODER)).ActiveState).to.equal("inactive");
    return result;
  };

  for (const [what, script] of [
    ["and systemd was not told", `rm ${UNIT}`],
    ["and systemd was told", `rm ${UNIT} && systemctl daemon-reload`],
    ["and a mask lies in its place", `rm ${UNIT} && systemctl mask ${CODER}`],
    [
      "and links of every kind are left",
      `rm ${UNIT} && cd /etc/systemd/system && mkdir -p default.target.requires && ln -s ${UNIT} default.target.requires/ &&
       ln -s ${CODER} also.service && systemctl daemon-reload`,
    ],
  ] as const) {
    it(`ends with its profile: ${what}`, async () => {
      await vanish(script);
      if (what.includes("mask")) {
        write({ writer: {} });
        expectRun(await up(), { [NAME]: "delete" });
        expect(await serving(host())).to.deep.equal(["writer"]);
        expect(await must(host(), `readlink ${UNIT}; rm ${UNIT}; systemctl daemon-reload`)).to.equal(
          "/dev/null",
        );
        return;
      }
      await dropIt();
      expect(await must(host(), "ls /etc/systemd/system/also.service 2>&1 || true")).to.contain(
        "No such file",
      );
    });
  }

  it("a refresh says that it still runs, and an update writes it again", async () => {
    await vanish(`rm ${UNIT} && systemctl daemon-reload`);
    const seen = await stage.pulumi.refresh();
    expectRun(seen, { [NAME]: "update" });
    expect(seen.text + seen.log).to.contain(
      `${CODER} has lost its file, and what it started still runs; an update writes it again, a delete ends it`,
    );
    const before = await lifeOf(host(), CODER);
    expectRun(await up(), { [NAME]: "update" });
    const after = await lifeOf(host(), CODER);
    expect(after.ActiveState).to.equal("active");
    expect(after.InvocationID).to.not.equal(before.InvocationID);
    expect(await must(host(), `systemctl show -p FragmentPath ${CODER}`)).to.equal(`FragmentPath=${UNIT}`);
    expectRun(await stage.pulumi.preview({ refresh: true }), {});
  });

  it("a gateway that was started by hand in its home is named, and nothing is said to be gone", async () => {
    await vanish("true");
    await must(
      host(),
      `systemctl stop ${CODER} && systemd-run --quiet --unit=by-hand -p User=hermes -E HERMES_HOME=${HOME} hermes --profile coder gateway run && sleep 1`,
    );
    write({ writer: {} });
    expectFailure(
      await up(),
      "[gateway-still-running]",
      `in ${HOME}`,
      "of by-hand.service",
      "remedy: stop it on the host",
    );
    expect(await must(host(), `ls ${UNIT}`)).to.equal(UNIT);
    await must(host(), "systemctl stop by-hand; systemctl reset-failed by-hand");
    expectRun(await up(), { [NAME]: "delete" });
  });

  it("children that its stop leaves behind go with it", async () => {
    write({ coder: { ...coder, directives: { Service: { KillMode: "process" } } }, writer: {} });
    const made = await up();
    expect(made.exitCode, made.text).to.equal(0);
    await must(
      host(),
      `setsid sleep 778 >/dev/null 2>&1 </dev/null & echo $! >/sys/fs/cgroup/system.slice/${CODER}/cgroup.procs`,
    );
    await dropIt();
    expect(await must(host(), "pgrep -f 'sleep 77[8]' || true")).to.equal("");
  });

  it("is gone with everything of ours by a destroy, with all files taken away", async () => {
    await vanish(`rm ${UNIT} /etc/systemd/system/${unitOf("writer")}`);
    const result = await stage.pulumi.destroy();
    expectRun(result, { [NAME]: "delete", "hermes/vm1/writer": "delete" });
    expect(await serving(host())).to.deep.equal([]);
    expect(await remains(host())).to.equal("");
    expectRun(await stage.pulumi.destroy(), {});
  });
});
