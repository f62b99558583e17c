import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { expectFailure } from "../e2e/support/expect-run";
import { useGuardStage } from "./support/guard-stage";
import { deeds, fault, passed, signalWorker } from "./support/guard-state";
import { must } from "./support/inspect";

const HOME = "/home/hermes/.hermes/profiles/coder";
const THEIRS = "# theirs\nmodel: {default: 'x'}\n# no line end";

/** What no other file of the host may have. */
const CANARY = "canary-bd03f5617c";
/** The same for a search, whose own command lands in the journal. */
const SEARCHED = "canary-bd03f561[7]c";

describe("files of a home, when a change is not seen through", function () {
  // Several runs each, and a machine that waits for its deadlines.
  this.timeout(240_000);
  const stage = useGuardStage();
  const skills = mkdtempSync(join(tmpdir(), "hermes-guard-skills-"));
  const files = (turn: string) => {
    // One file changes, one is there at every second turn, one in a directory of this turn alone.
    const sub = join(skills, `${turn}/deep`);
    rmSync(skills, { recursive: true });
    mkdirSync(sub, { recursive: true });
    writeFileSync(join(sub, "new.md"), `${turn}\n`);
    writeFileSync(join(skills, "SKILL.md"), `# ${turn}\n`, { mode: turn.length % 2 ? 0o755 : 0o644 });
    return {
      env: { TOKEN: `${CANARY}-${turn}` },
      config: { auxiliary: { key: `${CANARY}-${turn}` } },
      soul: `# ${CANARY} ${turn}\n`,
      skills,
    };
  };
  after(() => rmSync(skills, { recursive: true }));
  const look = () =>
    must(
      stage.host,
      `cd ${HOME} && find .env config.yaml SOUL.md skills | sort | xargs stat -c '%U %a %n' && cat .env config.yaml SOUL.md skills/SKILL.md`,
    );
  const elsewhere = () =>
    must(
      stage.host,
      `grep -rls ${SEARCHED} /etc /run /var/lib/hermes-fleet /var/log /home /root /tmp | grep -vx '${HOME}/[a-zA-Z]*[.][a-z]*' || true`,
    );

  before(async () => {
    await must(stage.host, `runuser -u hermes -- tee ${HOME}/config.yaml <<'E' >/dev/null\n${THEIRS}\nE`);
    await must(stage.host, `truncate -s -1 ${HOME}/config.yaml`);
    stage.declare(0, 60, files("one"));
    const run = await stage.pulumi.up();
    expect(run.exitCode, run.text).to.equal(0);
    expect(await look()).to.include(`${CANARY}-one`);
  });

  for (const step of ["files", "watch"]) {
    it(`are put back when the worker dies at the step ${step}`, async () => {
      const before = await look();
      stage.declare(1, 60, files(step));
      await fault(stage.host, step, "kill");
      expectFailure(await stage.pulumi.up(), "[host-script-failed]");
      expect(await passed(stage.host)).to.include(step);
      await stage.putBack(10);
      await fault(stage.host, step, "none");
      expect(await look()).to.equal(before);
      expect(await elsewhere()).to.equal("");
    });
  }

  it("are put back by a boot without power", async () => {
    const before = await look();
    stage.declare(300, 300, files("power"));
    await stage.whileWatched(async () => {
      expect(await look()).to.include(`${CANARY}-power`);
      await stage.host.kill();
    });
    await stage.host.boot();
    await stage.putBack();
    expect(await look()).to.equal(before);
  });

  it("stay as somebody has edited them since, and the guard says so", async () => {
    stage.declare(300, 300, files("edited"));
    const run = await stage.whileWatched(async () => {
      await must(stage.host, `echo '# by hand' >>${HOME}/SOUL.md`);
      await signalWorker(stage.host, "SIGKILL");
    });
    expectFailure(run, "[host-script-failed]");
    await stage.putBack(10);
    expect(await deeds(stage.host)).to.include("SOUL.md was edited since and is left as it is");
    expect(await look())
      .to.include("# by hand")
      .and.include(`${CANARY}-one`);
  });

  it("leave nothing elsewhere once a change is confirmed, and none of ours after a destroy", async () => {
    stage.declare(0, 60, { ...files("last"), adopt: "take-over" });
    const run = await stage.pulumi.up({ refresh: true });
    expect(run.exitCode, run.text).to.equal(0);
    expect(await look()).to.include(`${CANARY}-last`);
    expect(await elsewhere()).to.equal("");
    const gone = await stage.pulumi.destroy();
    expect(gone.exitCode, gone.text).to.equal(0);
    expect(await must(stage.host, `cat ${HOME}/config.yaml`)).to.equal(THEIRS);
    expect(await must(stage.host, `ls -A ${HOME} ${HOME}/skills`)).to.not.include(".md");
  });
});
