import { expect } from "chai";
import { expectFailure } from "../e2e/support/expect-run";
import { must, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const HOMES = "/home/hermes/.hermes/profiles";
const HOME = `${HOMES}/coder`;
const FILES = `${HOME}/.env ${HOME}/config.yaml ${HOME}/SOUL.md`;
/** More than what a stopped gateway leaves free. */
const THEIRS = `export MINE='1'\n# ${"y".repeat(40_000)}\n# no line end`;

describe("a file system of homes that takes nothing", function () {
  this.timeout(240_000);
  const stage = useLab(1);
  const on = (command: string) => must(stage.host(1), command);
  const filler = "x".repeat(3_000);
  const declare = (turn: string, more: object = {}) =>
    stage.project.writeFleet(
      stage.fleet(1, {
        coder: {
          env: { TOKEN: `${turn}-${filler}` },
          config: { auxiliary: { key: `${turn}-${filler}` } },
          soul: `# ${turn} ${filler}\n`,
          ...more,
        },
      } as never),
    );
  const look = () =>
    on(
      `for f in ${FILES}; do if [ -e $f ]; then stat -c '%n %U %a' $f; cat $f; else echo none; fi; done; ls -A ${HOME} | grep hermes-fleet || true`,
    );
  const full = () => on(`runuser -u hermes -- sh -c 'cat /dev/zero >${HOMES}/filler' 2>/dev/null || true`);
  const room = () => on(`rm -f ${HOMES}/filler`);
  const faults = [
    ["full", full, room],
    ["read-only", () => on(`mount -o remount,ro ${HOMES}`), () => on(`mount -o remount,rw ${HOMES}`)],
  ] as const;

  before(async () => {
    await on(
      `runuser -u hermes -- mkdir -p ${HOMES} && mount -t tmpfs -o size=1m,uid=$(id -u hermes),gid=$(id -g hermes) none ${HOMES} &&
       runuser -u hermes -- mkdir ${HOME} && printf %s "${THEIRS}" | runuser -u hermes -- tee ${HOME}/.env >/dev/null && chmod 640 ${HOME}/.env`,
    );
  });

  afterEach(async () => {
    for (const [, , end] of faults.toReversed()) await end();
  });

  for (const [name, begin] of faults) {
    it(`${name}: a create fails and leaves the files as they are`, async () => {
      declare("one");
      const before = await look();
      await begin();
      expectFailure(await stage.pulumi.up(), "[home-unwritable]");
      expect(await look()).to.equal(before);
    });
  }

  it("with room again the same command succeeds", async () => {
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await look())
      .to.include(`\nTOKEN=one-${filler}`)
      .and.include(`${HOME}/.env hermes 640\n${THEIRS}\n`);
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
  });

  for (const [name, begin] of faults) {
    it(`${name}: a change fails, says what to do, and leaves the files whole and the gateway at work`, async () => {
      declare("two");
      const before = await look();
      await begin();
      const run = await stage.pulumi.up();
      expectFailure(run, "[home-unwritable]");
      expect(run.text).to.include("`df` and `mount`");
      expect(await look()).to.equal(before);
      expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    });
  }

  for (const [name, begin] of faults) {
    it(`${name}: a destroy fails, says what to do, and leaves the files and the unit`, async () => {
      // Without other files, which go first and make room.
      declare("two", { config: undefined, soul: undefined });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      const before = await look();
      await begin();
      const run = await stage.pulumi.destroy();
      expectFailure(run, "[home-unwritable]");
      expect(await look()).to.equal(before);
      await on("test -f /etc/systemd/system/hermes-gateway-coder.service");
    });
  }

  it("a .env that the account may not read is refused in a change and in a destroy", async () => {
    declare("three");
    await on(`chown root:root ${HOME}/.env && chmod 600 ${HOME}/.env`);
    const before = await look();
    for (const act of [() => stage.pulumi.up(), () => stage.pulumi.destroy()]) {
      expectFailure(await act(), "[home-file-refused]");
      expect(await look()).to.equal(before);
    }
    await on(`chmod 644 ${HOME}/.env`);
    expectFailure(await stage.pulumi.up(), "it belongs to root");
    expect(await look()).to.include(`${HOME}/.env root 644\n`);
    await on(`chown hermes:hermes ${HOME}/.env && chmod 640 ${HOME}/.env`);
  });

  it("a link to what the account may not read is refused and stays", async () => {
    await on(`mv ${HOME}/.env ${HOME}/kept && ln -s /etc/shadow ${HOME}/.env`);
    const before = await on("sha256sum /etc/shadow");
    expectFailure(await stage.pulumi.up(), "[home-file-refused]");
    expect(await on("sha256sum /etc/shadow")).to.equal(before);
    await on(`mv -f ${HOME}/kept ${HOME}/.env`);
  });

  it("then everything of ours goes", async () => {
    const gone = await stage.pulumi.destroy();
    expect(gone.exitCode, gone.text).to.equal(0);
    expect(await on(`cat ${HOME}/.env; stat -c ' %U %a' ${HOME}/.env`)).to.equal(`${THEIRS} hermes 640`);
    expect(await on(`ls -A ${HOME} | grep -E 'SOUL|config.yaml|hermes-fleet' || true`)).to.equal("");
  });
});
