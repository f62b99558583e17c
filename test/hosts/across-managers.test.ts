import { expect } from "chai";
import type { ProfileInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { upTogether } from "../e2e/support/up-together";
import { must, reloads, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { inUserManager, lifeInUserManager, linger, userReloads } from "./support/user-manager";

const CODER = unitOf("coder");
const WRITER = unitOf("writer");
const LOCK = "/run/hermes-fleet/coder+writer@other.lock";
const BOTH = { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" };

describe("gateways under different managers that exclude each other", () => {
  const fleet = (coder: ProfileInput, writer: ProfileInput): Record<string, ProfileInput> => ({
    coder,
    writer: { scope: "user", user: "other", ...writer },
  });
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, fleet({ priority: 2 }, { priority: 1 }), { exclusion: "all" }),
  }));
  const write = (coder: ProfileInput, writer: ProfileInput, rest: object = {}) =>
    stage.project.writeFleet(stage.fleet(1, fleet(coder, writer), { exclusion: "all", ...rest }));
  /** What runs, and what a boot would start. */
  const state = async () => {
    const links =
      "ls /etc/systemd/system/multi-user.target.wants /home/other/.config/systemd/user/default.target.wants";
    const linked = await must(stage.host(1), `{ ${links} | grep hermes-gateway; } 2>/dev/null || true`);
    return [(await serving(stage.host(1))).join(), linked];
  };
  /** Both operations in one transaction, however busy this machine is: what fails then takes the other one along. */
  const upBoth = () =>
    upTogether(stage, [
      {
        answer: async (yes) => void (await must(stage.host(1), `systemctl ${yes ? "start" : "stop"} ssh`)),
      },
    ]);
  const startWriter = () => inUserManager(stage.host(1), "other", `systemctl --user start ${WRITER} || true`);
  const lifeOfCoder = () => must(stage.host(1), `systemctl show -p ActiveState,MainPID,NRestarts ${CODER}`);

  before(async () => {
    await must(
      stage.host(1),
      "printf '#!/bin/sh\\nexit 3\\n' >/usr/local/bin/hermes-ends && chmod 755 /usr/local/bin/hermes-ends",
    );
    await must(
      stage.host(1),
      "printf '#!/no/such\\n' >/usr/local/bin/hermes-nowhere && chmod 755 /usr/local/bin/hermes-nowhere",
    );
  });

  it("one up leaves exactly one running, and a lock that only their accounts may read", async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
    expect(await state()).to.deep.equal(["coder", CODER]);
    const mayRead = "for u in hermes other plain; do runuser -u $u -- test -r $l && echo $u; done";
    expect(await must(stage.host(1), `l=${LOCK}; ${mayRead}; true`)).to.equal("hermes\nother");
    expect(await must(stage.host(1), `flock -n -E 73 ${LOCK} true; echo $?`)).to.equal("73");
    expect(await linger(stage.host(1))).to.equal("other");
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("a start of the other by hand is refused by the lock, with its own status and without a loop", async () => {
    const before = await lifeOfCoder();
    await startWriter();
    await must(stage.host(1), "sleep 7"); // longer than its RestartSec=
    const { ActiveState, Result, ExecMainStatus, NRestarts } = await lifeInUserManager(
      stage.host(1),
      "other",
      WRITER,
    );
    expect([ActiveState, Result, ExecMainStatus, NRestarts]).to.deep.equal([
      "failed",
      "exit-code",
      "73",
      "0",
    ]);
    expect([await lifeOfCoder(), (await state())[0]]).to.deep.equal([before, "coder"]);
  });

  it("a namesake of the system's unit under any account is kept from starting", async () => {
    const own = "/home/hermes/.config/systemd/user";
    await must(
      stage.host(1),
      `loginctl enable-linger hermes && systemctl start user@1000 && install -d -o hermes ${own} &&
       printf '[Service]\\nExecStart=/bin/sleep 1000\\n' >${own}/${CODER} && chown -R hermes: /home/hermes/.config`,
    );
    await inUserManager(
      stage.host(1),
      "hermes",
      `systemctl --user daemon-reload; systemctl --user start ${CODER}`,
    );
    const said = await inUserManager(
      stage.host(1),
      "hermes",
      `systemctl --user show -p ActiveState,ConditionResult ${CODER}`,
    );
    expect(said.split("\n").sort()).to.deep.equal(["ActiveState=inactive", "ConditionResult=no"]);
    await must(stage.host(1), `rm -r ${own}; loginctl disable-linger hermes`);
  });

  it("a boot starts the planned one alone", async () => {
    await stage.host(1).poweroff();
    await stage.host(1).boot();
    await must(stage.host(1), "until systemctl is-active user@1001; do sleep 0.1; done; sleep 1");
    expect(await state()).to.deep.equal(["coder", CODER]);
    expect(await must(stage.host(1), `flock -n -E 73 ${LOCK} true; echo $?`)).to.equal("73");
  });

  it("also when somebody has enabled the other one: never both", async () => {
    await inUserManager(stage.host(1), "other", `systemctl --user enable ${WRITER}`);
    await stage.host(1).poweroff();
    await stage.host(1).boot();
    await must(stage.host(1), "until systemctl is-active user@1001; do sleep 0.1; done; sleep 1");
    expect(await serving(stage.host(1))).to.have.length(1);
    expect((await stage.pulumi.up({ refresh: true })).exitCode).to.equal(0);
    expect(await state()).to.deep.equal(["coder", CODER]);
  });

  it("priorities decide in one up, in both directions, and nobody's command changes", async () => {
    const commands = () =>
      must(
        stage.host(1),
        `grep -h ^ExecStart= /etc/systemd/system/${CODER} /home/other/.config/systemd/user/${WRITER}`,
      );
    const before = await commands();
    const counts = async () => [await reloads(stage.host(1)), await userReloads(stage.host(1), "other")];
    const [system = 0, other = 0] = await counts();
    write({ priority: 1 }, { priority: 2 });
    expectRun(await upBoth(), BOTH);
    expect(await counts()).to.deep.equal([system + 1, other + 1]);
    expect(await state()).to.deep.equal(["writer", WRITER]);
    await stage.host(1).poweroff();
    await stage.host(1).boot();
    await must(
      stage.host(1),
      "until pgrep -u other -f 'gateway run' >/dev/null; do sleep 0.1; done; sleep 1",
    );
    expect(await state()).to.deep.equal(["writer", WRITER]);
    write({ priority: 2 }, { priority: 1 });
    expectRun(await stage.pulumi.up(), BOTH);
    expect([await state(), await commands()]).to.deep.equal([["coder", CODER], before]);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  for (const [first, second] of [
    ["coder", "writer"],
    ["writer", "coder"],
  ] as const) {
    it(`and one gateway at a time, ${first} first: never both`, async () => {
      write({ priority: 1 }, { priority: 2 });
      for (const one of [first, second]) {
        expectRun(await stage.pulumi.up({ targets: [`hermes/vm1/${one}`] }), {
          [`hermes/vm1/${one}`]: "update",
        });
        expect((await serving(stage.host(1))).length).to.be.lessThan(2);
      }
      expect(await state()).to.deep.equal(["writer", WRITER]);
      write({ priority: 2 }, { priority: 1 });
      expectRun(await stage.pulumi.up({ parallel: 1 }), BOTH);
      expect(await state()).to.deep.equal(["coder", CODER]);
    });
  }

  it("a new winner that fails is taken back: the old one runs, under its own manager", async () => {
    write(
      { priority: 1 },
      { priority: 2, executable: "/usr/local/bin/hermes-ends", health: { healthyForSeconds: 2 } },
    );
    expectFailure(await upBoth(), "[gateway-failed]", `${CODER} is active again`, "ExecMainStatus=3");
    expect(await state()).to.deep.equal(["coder", CODER]);
    expectFailure(
      await stage.pulumi.up({ targets: ["hermes/vm1/writer"] }),
      "[gateway-failed]",
      `${CODER} is active again`,
    );
    expect(await state()).to.deep.equal(["coder", CODER]);
  });

  it("a program that is there and cannot be executed is told as such, behind the lock too", async () => {
    write(
      { priority: 1 },
      { priority: 2, executable: "/usr/local/bin/hermes-nowhere", health: { healthyForSeconds: 2 } },
    );
    expectFailure(
      await upBoth(),
      "[gateway-failed]",
      "ExecMainStatus=69",
      "program that could not be executed",
    );
    expect(await state()).to.deep.equal(["coder", CODER]);
  });

  it("the other direction: a winner of the system's manager that fails gives the place back to the account's", async () => {
    write({ priority: 1 }, { priority: 2 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await state()).to.deep.equal(["writer", WRITER]);
    write(
      { priority: 3, executable: "/usr/local/bin/hermes-ends", health: { healthyForSeconds: 2 } },
      { priority: 2 },
    );
    expectFailure(await upBoth(), "[gateway-failed]", `other/${WRITER} is active again`);
    expect(await state()).to.deep.equal(["writer", WRITER]);
  });

  it("somebody else's hold of the lock stops a hand-over, which names the process", async () => {
    write({ priority: 2 }, { priority: 1 });
    await must(stage.host(1), `systemctl start ${CODER} || true`);
    await inUserManager(stage.host(1), "other", `systemctl --user stop ${WRITER}`);
    await must(
      stage.host(1),
      `systemctl stop ${CODER}; systemd-run --quiet --unit=holder flock ${LOCK} sleep 1000; sleep 0.2`,
    );
    expectFailure(await stage.pulumi.up(), "[lock-held]", LOCK, "sleep 1000");
    await must(stage.host(1), "systemctl stop holder");
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await state()).to.deep.equal(["coder", CODER]);
  });

  it("without the other one there is no lock any more, no guard and no linger", async () => {
    stage.project.writeFleet(stage.fleet(1, { coder: { priority: 2 } }, { exclusion: "all" }));
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update", "hermes/vm1/writer": "delete" });
    expect(await must(stage.host(1), `grep ^ExecStart= /etc/systemd/system/${CODER}`)).to.equal(
      "ExecStart=/usr/local/bin/hermes --profile coder gateway run",
    );
    expect(
      await must(
        stage.host(1),
        "ls -d /run/hermes-fleet /etc/tmpfiles.d/*hermes* /etc/systemd/user/hermes* 2>/dev/null || true",
      ),
    ).to.equal("");
    expect([await state(), await linger(stage.host(1))]).to.deep.equal([["coder", CODER], ""]);
  });

  it("destroy leaves nothing", async () => {
    write({ priority: 2 }, { priority: 1 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete", "hermes/vm1/writer": "delete" });
    expect([
      await remains(stage.host(1)),
      await linger(stage.host(1)),
      await serving(stage.host(1)),
    ]).to.deep.equal(["", "", []]);
    expect(
      await must(stage.host(1), "find /etc/tmpfiles.d /home/*/.config -name '*hermes*' 2>/dev/null || true"),
    ).to.equal("");
  });
});
