import { expect } from "chai";
import type { ProfileInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { inUserManager, lifeInUserManager, linger } from "./support/user-manager";

const CODER = unitOf("coder");
const USER: ProfileInput = { scope: "user" };
const folder = (account: string) => `/home/${account}/.config/systemd/user`;

describe("accounts' own managers on one host", () => {
  const stage = useLab(1);
  const write = (profiles: Record<string, ProfileInput>, rest: object = {}, user = "root") => {
    const fleet = stage.fleet(1, profiles, rest);
    stage.project.writeFleet({ ...fleet, hosts: { vm1: { connection: stage.connection(1, user) } } });
  };
  const clear = async () => {
    expect((await stage.pulumi.destroy()).exitCode).to.equal(0);
    expect([
      await remains(stage.host(1)),
      await linger(stage.host(1)),
      await serving(stage.host(1)),
    ]).to.deep.equal(["", "", []]);
  };

  before(() =>
    must(
      stage.host(1),
      "printf '#!/bin/sh\\nexit 3\\n' >/usr/local/bin/hermes-ends && chmod 755 /usr/local/bin/hermes-ends",
    ),
  );

  it("a create that fails leaves nothing behind, linger included", async () => {
    write({ coder: { ...USER, executable: "/usr/local/bin/hermes-ends", health: { healthyForSeconds: 2 } } });
    expectFailure(
      await stage.pulumi.up(),
      "[gateway-failed]",
      "ExecMainStatus=3",
      "journalctl _UID=$(id -u hermes)",
    );
    expect(await linger(stage.host(1))).to.equal("");
    expect(
      await must(stage.host(1), "find /home/hermes/.config /var/lib/hermes-fleet -name '*gateway*'; true"),
    ).to.equal("");
    await clear();
  });

  it("without linger, and without leave to switch it on, there is no manager: nothing is changed", async () => {
    write({ coder: { ...USER, linger: false } });
    expectFailure(
      await stage.pulumi.up(),
      "[no-user-manager]",
      "hermes is not logged in",
      "loginctl enable-linger hermes",
    );
    expect(await linger(stage.host(1))).to.equal("");
    await must(stage.host(1), "loginctl enable-linger hermes");
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete" });
    expect(await linger(stage.host(1))).to.equal("hermes");
    await must(stage.host(1), "loginctl disable-linger hermes");
  });

  it("a manager that cannot come is told as such", async () => {
    await must(stage.host(1), "systemctl mask --runtime user@1000.service");
    write({ coder: USER });
    expectFailure(await stage.pulumi.up(), "[no-user-manager]", "user@1000.service");
    await must(stage.host(1), "systemctl unmask --runtime user@1000.service");
    expect(await linger(stage.host(1))).to.equal("");
  });

  it("an account that the host does not have is told as in system scope", async () => {
    write({ coder: { ...USER, user: "nobody-here" } });
    expectFailure(await stage.pulumi.up(), "[account-missing]", "nobody-here");
  });

  it("linger that the account uses by itself stays", async () => {
    write({ coder: USER });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    const own = `[Service]\\nExecStart=/bin/sleep 1000\\n[Install]\\nWantedBy=default.target\\n`;
    await must(
      stage.host(1),
      `printf '${own}' >${folder("hermes")}/own.service; chown hermes: ${folder("hermes")}/own.service`,
    );
    await inUserManager(stage.host(1), "hermes", "systemctl --user enable --now own.service 2>/dev/null");
    expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete" });
    expect(await linger(stage.host(1))).to.equal("hermes");
    expect(await inUserManager(stage.host(1), "hermes", "systemctl --user is-active own.service")).to.equal(
      "active",
    );
    await must(stage.host(1), `loginctl disable-linger hermes; rm -r ${folder("hermes")}`);
  });

  it("a unit that Hermes has installed there is refused, and taken over when told", async () => {
    const text =
      "[Service]\\nExecStart=/usr/local/bin/hermes --profile coder gateway run\\n[Install]\\nWantedBy=default.target\\n";
    await must(
      stage.host(1),
      `install -d -o hermes -g hermes /home/hermes/.config/systemd ${folder("hermes")} /home/hermes/.hermes/profiles/coder
       printf '${text}' >${folder("hermes")}/${CODER}; chown -R hermes: /home/hermes/.hermes /home/hermes/.config`,
    );
    write({ coder: USER });
    expectFailure(await stage.pulumi.up(), "[already-exists]", `${folder("hermes")}/${CODER}`);
    write({ coder: { ...USER, adopt: "take-over" } });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    expectRun(await stage.pulumi.up({ refresh: true }), {});
    await clear();
  });

  it("over a log-in with sudo the same happens", async () => {
    write({ coder: USER }, {}, "admin");
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(await must(stage.host(1), `stat -c '%U %a' ${folder("hermes")}/${CODER}`)).to.equal("hermes 444");
    await clear();
  });

  it("a profile that changes its account moves from one manager to the other in one update", async () => {
    write({ coder: USER });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    write({ coder: { ...USER, user: "other" } });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect([await serving(stage.host(1)), await linger(stage.host(1))]).to.deep.equal([["coder"], "other"]);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
    await clear();
  });

  it("priorities that change within one manager, one gateway at a time: no two units ever name each other", async () => {
    const pair = (a: number, b: number) =>
      write({ a: { ...USER, priority: a }, b: { ...USER, priority: b } }, { exclusion: "all" });
    const mutual = () =>
      must(
        stage.host(1),
        `cd ${folder("hermes")}; grep -q Conflicts=${unitOf("b")} ${unitOf("a")} && grep -q Conflicts=${unitOf("a")} ${unitOf("b")} && echo mutual; true`,
      );
    pair(2, 1);
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await serving(stage.host(1))).to.deep.equal(["a"]);
    pair(1, 2);
    for (const one of ["b", "a"]) {
      expectRun(await stage.pulumi.up({ targets: [`hermes/vm1/${one}`] }), {
        [`hermes/vm1/${one}`]: "update",
      });
      expect([await mutual(), await serving(stage.host(1))]).to.deep.equal(["", ["b"]]);
    }
    expectRun(await stage.pulumi.up({ refresh: true }), {});
    await inUserManager(stage.host(1), "hermes", `systemctl --user start ${unitOf("a")}`);
    expect(await serving(stage.host(1))).to.deep.equal(["a"]);
    expect((await lifeInUserManager(stage.host(1), "hermes", unitOf("b"))).ActiveState).to.equal("inactive");
    await clear();
  });

  it("three managers, one of them the system's: each in its turn wins, and no two ever run", async () => {
    const three = (system: number, hermes: number, other: number) =>
      write(
        {
          a: { priority: system },
          b: { ...USER, priority: hermes },
          c: { ...USER, user: "other", priority: other },
        },
        { exclusion: "all" },
      );
    three(3, 2, 1);
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await serving(stage.host(1))).to.deep.equal(["a"]);
    for (const [winner, system, hermes, other] of [
      ["c", 1, 2, 3],
      ["b", 1, 3, 2],
      ["a", 3, 1, 2],
    ] as const) {
      three(system, hermes, other);
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
      expect(await serving(stage.host(1))).to.deep.equal([winner]);
    }
    for (const [account, profile] of [
      ["hermes", "b"],
      ["other", "c"],
    ] as const) {
      // whether the start itself succeeds depends on how soon the manager sees the lock's refusal
      await inUserManager(stage.host(1), account, `systemctl --user start ${unitOf(profile)} || true`);
      const { ExecMainStatus, NRestarts } = await lifeInUserManager(stage.host(1), account, unitOf(profile));
      expect([ExecMainStatus, NRestarts]).to.deep.equal(["73", "0"]);
    }
    expect(await serving(stage.host(1))).to.deep.equal(["a"]);
    expect(await must(stage.host(1), "ls /run/hermes-fleet")).to.equal(
      "a+b@hermes.lock\na+c@other.lock\nb@hermes+c@other.lock",
    );
    await clear();
  });
});
