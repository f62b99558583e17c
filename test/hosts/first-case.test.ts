import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { must, serving, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const API = "hermes-api-hermes-infrastructure.service";
const MASKED = "hermes-api-old.service";
const PROFILES = ["a", "b", "c"];
const apiUnit = (home: string) => `[Unit]
Description=API server, made by hand
[Service]
User=hermes
Environment=HERMES_HOME=/home/hermes/${home} API_SERVER_PORT=18800
ExecStart=/usr/local/bin/hermes gateway run
[Install]
WantedBy=multi-user.target
`;

// The report that this package began with: gateways of three profiles and two hand-made units of API servers want one
// port, and hand-written drop-ins let every gateway name all others.
describe("three profiles and two hand-made units on one port, with hand-written conflicts", () => {
  const env = { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18800" };
  const profiles = Object.fromEntries(
    PROFILES.map((key, n) => [key, { priority: 3 - n, env, adopt: "take-over" as const }]),
  );
  const fleet = (foreign: "warn" | "exclude" | "refuse") =>
    stage.fleet(1, profiles, { survey: "require", foreign });
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, profiles, { survey: "require" }) }));
  const run = (script: string) => must(stage.host(1), script);
  const write = (path: string, text: string) =>
    run(`mkdir -p $(dirname ${path}); cat >${path} <<'TEXT'\n${text}TEXT`);

  before(async () => {
    await run(
      "cd /home/hermes && runuser -u hermes -- sh -c 'mkdir -p api old; for h in api old; do echo API_SERVER_PORT=18800 >$h/.env; done'",
    );
    await write(`/etc/systemd/system/${API}`, apiUnit("api"));
    await write(`/usr/lib/systemd/system/${MASKED}`, apiUnit("old"));
    await run(`systemctl daemon-reload; systemctl mask ${MASKED}; systemctl enable --now ${API}`);
    for (const key of PROFILES) {
      const others = [...PROFILES.filter((other) => other !== key).map(unitOf), API, MASKED];
      await write(
        `/etc/systemd/system/${unitOf(key)}.d/10-conflicts.conf`,
        `[Unit]\nConflicts=${others.join(" ")}\n`,
      );
    }
  });

  it("the preview names each with its port and who holds it, and the drop-ins", async () => {
    const { text, exitCode } = await stage.pulumi.preview();
    expect(exitCode).to.equal(0);
    expect(text).to.include(
      `vm1 has ${API} (active, enabled, listens on port 18800), which no stack owns; it holds port 18800, which a, b and c need`,
    );
    expect(text).to.include(
      `vm1 has ${MASKED} (inactive, masked), which no stack owns; its text names port 18800, which a, b and c need`,
    );
    for (const key of PROFILES)
      expect(text).to.include(
        `/etc/systemd/system/${unitOf(key)}.d/10-conflicts.conf on vm1 is in effect for ${unitOf(key)} (it sets Conflicts)`,
      );
  });

  it("foreign: refuse stops it, because of the one that runs", async () => {
    stage.project.writeFleet(fleet("refuse"));
    const { text, exitCode } = await stage.pulumi.preview();
    expect(exitCode).to.not.equal(0);
    expect(text).to.include("1 problem").and.include(API);
  });

  it("foreign: exclude names both in the units, and the update hands the port over", async () => {
    stage.project.writeFleet(fleet("exclude"));
    const preview = await stage.pulumi.preview();
    expect(preview.text).to.include(`${API} ${MASKED}`);
    expectRun(
      await stage.pulumi.up(),
      Object.fromEntries(PROFILES.map((key) => [`hermes/vm1/${key}`, "create"])),
    );
    expect(
      await run(`grep -l 'Conflicts=.*${API} ${MASKED}' /etc/systemd/system/${unitOf("*")} | wc -l`),
    ).to.equal("3");
    expect(await serving(stage.host(1))).to.deep.equal(["a"]);
    expect(await run(`systemctl is-active ${API} || true`)).to.equal("inactive");
  });

  for (let boot = 1; boot <= 10; boot += 1)
    it(`boot ${boot} of 10 starts the one that the plan says, and no other ever has the port`, async () => {
      await stage.host(1).reboot();
      expect(await serving(stage.host(1))).to.deep.equal(["a"]);
      expect(await run(`systemctl is-enabled ${API}; systemctl is-active ${API} || true`)).to.equal(
        "enabled\ninactive",
      );
      const started = `journalctl -b -o cat --no-pager _PID=1 | grep -c '^Started .*\\(API server\\|Hermes\\)'`;
      expect(await run(started)).to.equal("1");
      expect(await run("ss -Hltn 'sport = :18800' | wc -l")).to.equal("1");
    });

  it("and then there is nothing to change", async () => {
    expectRun(await stage.pulumi.preview(), {});
  });
});
