import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import type { LabHost } from "../lab/lab-host";
import { must, reloads, remains, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { inUserManager, lifeInUserManager, linger, userReloads } from "./support/user-manager";

const CODER = unitOf("coder");
const DIRECTORY = "/home/hermes/.config/systemd/user";
const UNIT = `${DIRECTORY}/${CODER}`;
const NAME = "hermes/vm1/coder";

/** What accounts' managers and linger leave behind, and our own directories. */
const traces = (host: LabHost) =>
  must(
    host,
    "ls -d /home/*/.config /var/lib/systemd/linger/* /etc/tmpfiles.d/*hermes* /run/hermes* 2>/dev/null || true",
  );

describe("a gateway under its account's own manager", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: { scope: "user" } }) }));
  const write = (coder: object) =>
    stage.project.writeFleet(stage.fleet(1, { coder: { scope: "user", ...coder } }));
  const life = () => lifeInUserManager(stage.host(1), "hermes", CODER);

  before(() =>
    must(
      stage.host(1),
      "printf '#!/bin/sh\\nexit 3\\n' >/usr/local/bin/hermes-ends && chmod 755 /usr/local/bin/hermes-ends",
    ),
  );

  it("is made for an account that nobody has logged in to", async () => {
    expect([await linger(stage.host(1)), await traces(stage.host(1))]).to.deep.equal(["", ""]);
    const run = await stage.pulumi.up();
    expectRun(run, { [NAME]: "create" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(await linger(stage.host(1))).to.equal("hermes");
    expect(await must(stage.host(1), `stat -c '%U %G %a' ${UNIT}`)).to.equal("hermes hermes 444");
    expect(await must(stage.host(1), `readlink ${DIRECTORY}/default.target.wants/${CODER}`)).to.equal(UNIT);
    expect(await inUserManager(stage.host(1), "hermes", `systemctl --user is-enabled ${CODER}`)).to.equal(
      "enabled",
    );
    expect(await must(stage.host(1), "ls /etc/systemd/system | grep hermes-gateway || true")).to.equal("");
  });

  it("a second up, and one that looks first, do nothing", async () => {
    const before = await life();
    expectRun(await stage.pulumi.up(), {});
    expectRun(await stage.pulumi.up({ refresh: true }), {});
    expect(await life()).to.deep.equal(before);
  });

  it("a changed variable restarts it, a changed policy does not", async () => {
    const before = await life();
    write({ environment: { A: "1" } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    const restarted = await life();
    expect(restarted.MainPID).not.to.equal(before.MainPID);
    expect(restarted.ActiveState).to.equal("active");
    const [system, own] = [await reloads(stage.host(1)), await userReloads(stage.host(1), "hermes")];
    write({ environment: { A: "1" }, restartSec: 9 });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    expect(await life()).to.deep.equal(restarted);
    expect(
      await inUserManager(stage.host(1), "hermes", `systemctl --user show -p RestartUSec --value ${CODER}`),
    ).to.equal("9s");
    expect([await reloads(stage.host(1)), await userReloads(stage.host(1), "hermes")]).to.deep.equal([
      system,
      own + 1,
    ]);
  });

  it("a boot starts it", async () => {
    await stage.host(1).poweroff();
    await stage.host(1).boot();
    await must(stage.host(1), "until pgrep -u hermes -f 'gateway run' >/dev/null; do sleep 0.1; done");
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
  });

  it("an edit by its account stops the next change, and a refresh puts the declared unit back", async () => {
    await must(stage.host(1), `sed -i s/RestartSec=9/RestartSec=8/ ${UNIT} && chown hermes: ${UNIT}`);
    write({ environment: { A: "2" } });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", UNIT);
    write({ environment: { A: "1" }, restartSec: 9 });
    const seen = await stage.pulumi.refresh();
    expectRun(seen, { [NAME]: "update" });
    expect(seen.text).to.include("RestartSec=8");
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    expect(await must(stage.host(1), `grep RestartSec ${UNIT}`)).to.equal("RestartSec=9");
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  for (const [where, directory] of [
    ["the account's own directory", DIRECTORY],
    ["the directory of all accounts", "/etc/systemd/user"],
  ] as const) {
    it(`a drop-in in ${where} stops the next change`, async () => {
      await must(
        stage.host(1),
        `install -d -o hermes ${directory}/${CODER}.d && printf '[Service]\\nNice=5\\n' >${directory}/${CODER}.d/a.conf`,
      );
      write({ environment: { A: "3" } });
      expectFailure(await stage.pulumi.up(), "[changed-on-host]", `${directory}/${CODER}.d/a.conf`);
      await must(stage.host(1), `rm -r ${directory}/${CODER}.d`);
    });
  }

  it("a gateway that was stopped or disabled is found so, and started and enabled again", async () => {
    write({ environment: { A: "1" }, restartSec: 9 });
    await inUserManager(stage.host(1), "hermes", `systemctl --user disable --now ${CODER}`);
    expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(await inUserManager(stage.host(1), "hermes", `systemctl --user is-enabled ${CODER}`)).to.equal(
      "enabled",
    );
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("one that ends at once is taken back: the previous unit runs again", async () => {
    const before = await must(stage.host(1), `sha256sum ${UNIT}`);
    write({
      environment: { A: "1" },
      restartSec: 9,
      executable: "/usr/local/bin/hermes-ends",
      health: { healthyForSeconds: 2 },
    });
    expectFailure(
      await stage.pulumi.up(),
      "[gateway-failed]",
      "ExecMainStatus=3",
      `hermes/${CODER} is active again`,
    );
    expect([await serving(stage.host(1)), await must(stage.host(1), `sha256sum ${UNIT}`)]).to.deep.equal([
      ["coder"],
      before,
    ]);
    write({ environment: { A: "1" }, restartSec: 9 });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
  });

  it("moves to the system's manager and back as one update", async () => {
    write({ scope: "system", environment: { A: "1" } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(await traces(stage.host(1))).to.equal("/home/hermes/.config\n/run/hermes-fleet.lock");
    expect(await must(stage.host(1), `systemctl is-active ${CODER}; systemctl is-enabled ${CODER}`)).to.equal(
      "active\nenabled",
    );
    write({ environment: { A: "1" } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(
      await must(
        stage.host(1),
        "ls /etc/systemd/system /etc/systemd/system/multi-user.target.wants | grep hermes-gateway || true",
      ),
    ).to.equal("");
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("one that fails under the new manager leaves the old one running", async () => {
    write({ scope: "system", executable: "/usr/local/bin/hermes-ends", health: { healthyForSeconds: 2 } });
    expectFailure(await stage.pulumi.up(), "[gateway-failed]", `hermes/${CODER} is active again`);
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expect(await linger(stage.host(1))).to.equal("hermes");
    expect(await must(stage.host(1), "ls /etc/systemd/system | grep hermes-gateway || true")).to.equal("");
    write({ environment: { A: "1" } });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("destroy leaves nothing, linger included", async () => {
    expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
    expect([
      await remains(stage.host(1)),
      await traces(stage.host(1)),
      await serving(stage.host(1)),
    ]).to.deep.equal(["", "/home/hermes/.config", []]);
    expect(await must(stage.host(1), "find /home/hermes/.config")).to.equal("/home/hermes/.config");
  });
});
