import { expect } from "chai";
import type { SeenHost } from "../../provider/core/facts/host-facts";
import { surveyHost } from "../../provider/host/survey/survey-host.js";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, reloads, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const OLD = unitOf("old");
const HAND = unitOf("hand");
const CODER = unitOf("coder");
const unit = (profile: string, target: string, user = "") => `[Unit]
Description=Installed by hand
[Service]
${user}Environment="TOKEN=canary-77" "HERMES_HOME=/home/hermes/.hermes/profiles/${profile}"
ExecStart=/usr/local/bin/hermes --profile ${profile} gateway run
[Install]
WantedBy=${target}
`;

describe("a survey of a host with systemd", () => {
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, { coder: {}, writer: { desired: "standby" } }, FLEET),
  }));
  const FLEET = { survey: "warn", foreign: "warn" } as const;
  const look = (user = "root"): Promise<SeenHost> =>
    surveyHost(stage.connection(1, user), {
      hostKeyName: "vm1",
      deadlineMs: 10_000,
      connectMs: 10_000,
      accounts: ["hermes", "root", "nobody-here"],
      env: {},
    });
  const run = (script: string) => must(stage.host(1), script);
  const write = (path: string, text: string) => run(`cat >${path} <<'TEXT'\n${text}TEXT`);

  before(async () => {
    await run(
      "cd /home/hermes && runuser -u hermes -- mkdir -p .config/systemd/user .hermes/profiles/old .hermes/profiles/hand",
    );
    await write(`/etc/systemd/system/${OLD}`, unit("old", "multi-user.target", "User=hermes\n"));
    await run(`systemctl enable --now ${OLD}`);
    await write(`/home/hermes/.config/systemd/user/${HAND}`, unit("hand", "default.target"));
    await run("chown hermes: /home/hermes/.config/systemd/user/*");
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
  });

  const summary = ({ units }: SeenHost) =>
    units.map(({ name, scope, account, mark, activeState, enabled, home }) =>
      [name, account ?? scope, mark?.owner ?? "nobody's", activeState, enabled, home?.split("/").at(-1)].join(
        " ",
      ),
    );
  const OURS = [
    `${CODER} system organization/fleet/dev::hermes/vm1/coder active true coder`,
    `${OLD} system nobody's active true old`,
    `${unitOf("writer")} system organization/fleet/dev::hermes/vm1/writer inactive false writer`,
  ];

  it("tells of units of both managers, ours and foreign, and starts no user manager for it", async () => {
    const seen = await look();
    expect(seen.systemd).to.equal(252);
    expect(seen.machineId).to.equal(await run("cat /etc/machine-id"));
    expect(summary(seen)).to.deep.equal([...OURS, `${HAND} hermes nobody's inactive false hand`]);
    expect(JSON.stringify(seen)).to.not.include("canary-77");
    expect(await run("systemctl is-active user@$(id -u hermes).service || true")).to.equal("inactive");
  });

  it("tells what a running user manager says, also through sudo", async () => {
    await run("loginctl enable-linger hermes && systemctl start user@$(id -u hermes).service");
    await run(
      `runuser -u hermes -- env XDG_RUNTIME_DIR=/run/user/$(id -u hermes) systemctl --user enable --now ${HAND}`,
    );
    const expected = [...OURS, `${HAND} hermes nobody's active true hand`];
    expect(summary(await look())).to.deep.equal(expected);
    expect(summary(await look("admin"))).to.deep.equal(expected);
  });

  it("changes nothing: no file, no reload, no unit", async () => {
    const state = async () => [
      await run(
        "find /etc /run/hermes* /var/lib /home/hermes/.config -type f -o -type l 2>/dev/null | sort | xargs stat -c '%n %Y %i' 2>/dev/null | grep -v -e /var/lib/systemd -e /run/systemd",
      ),
      await reloads(stage.host(1)),
      await run("systemctl list-units --all --plain --no-legend 'hermes*' | awk '{ print $1, $3, $4 }'"),
      await lifeOf(stage.host(1), OLD),
    ];
    const before = await state();
    await look();
    expect(await state()).to.deep.equal(before);
  });

  it("foreign: exclude leaves a user's unit to a finding that stops", async () => {
    stage.project.writeFleet(stage.fleet(1, { coder: {}, writer: {} }, { ...FLEET, foreign: "exclude" }));
    const result = await stage.pulumi.preview();
    expect(result.exitCode).to.not.equal(0);
    expect(result.text).to.include(`${HAND} of the user hermes (active, enabled) on vm1 cannot be excluded`);
    await run(`rm /home/hermes/.config/systemd/user/${HAND}; loginctl disable-linger hermes`);
  });

  it("with foreign: exclude a real boot starts what the plan says, though the foreign unit is enabled", async () => {
    stage.project.writeFleet(
      stage.fleet(1, { coder: {}, writer: { desired: "standby" } }, { ...FLEET, foreign: "exclude" }),
    );
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" });
    await stage.host(1).reboot();
    expect(await run(`systemctl is-enabled ${OLD}`)).to.equal("enabled");
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expectRun(await stage.pulumi.preview(), {});
  });
});
