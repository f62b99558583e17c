import { expect } from "chai";
import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import { type Ground, useStage } from "../ground/stage";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { statusesOf } from "../support/state";

const CODER = "hermes-gateway-coder.service";
const NAME = "hermes/vm1/coder";
const HOME = "/home/hermes/.hermes/profiles/coder";
const CONFIG = `${HOME}/config.yaml`;
const CANARY = "canary-66b0d1f97ac34e";

/** As people and `hermes config set` leave it: comments, several styles, no line end. */
const THEIRS = `# the bot of the team
model:
  default: "gpt-x"   # cheap
agent: {verbose: yes}

toolsets: [ a,
  b ]
# end`;

/** Settings and texts that are declared for files below a profile's home. */
export function profileFileCases(ground: Ground): void {
  describe("files of a profile", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      fleet: fleetOf({ hosts: { vm1 }, profiles: { coder: {} } }),
    }));
    const declare = (coder: FleetInput["profiles"][string]) =>
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles: { coder } }));
    const started = async () => (await stage.first.unit(CODER)).invocationId;
    const config = { platforms: { telegram: { token: CANARY } }, agent: { restart_drain_timeout: 5 } };

    before(async () => {
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      await stage.first.write(CONFIG, THEIRS, 0o644);
    });

    it("a preview of a config shows that there is one, and nothing of it", async () => {
      declare({ config });
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "update" });

      expect(preview.text).to.match(/^ +\+ config *: \[secret\]$/m);
      expect(preview.text).to.not.include(CANARY);
    });

    it("up merges it into the file and restarts the gateway, with one connection", async () => {
      const [before, connections] = [await started(), await stage.first.connections()];
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      const text = (await stage.first.read(CONFIG)) ?? "";
      expect(text).to.include("agent: {verbose: yes, restart_drain_timeout: 5}\n");
      expect(text).to.include(`platforms:\n  telegram:\n    token: ${CANARY}`);
      expect(await stage.first.mode(CONFIG)).to.equal("644");
      expect(await started()).to.not.equal(before);
      expect((await stage.first.connections()) - connections).to.equal(1);
      const state = await stage.pulumi.exportState();
      expect(state).to.not.include(CANARY);
    });

    it("nothing changes on a second up, nor by what others write into it", async () => {
      expectRun(await stage.pulumi.up(), {});
      await stage.first.write(CONFIG, `# more\n${await stage.first.read(CONFIG)}`, 0o644);
      expectRun(await stage.pulumi.up({ refresh: true }), {});
      expect(statusesOf(await stage.pulumi.exportState())).to.deep.equal({ [NAME]: "applied" });
      expect(await stage.first.read(CONFIG)).to.match(/^# more\n# the bot/);
    });

    it("a setting that somebody changed stops the next change, and is put back after a refresh", async () => {
      const text = (await stage.first.read(CONFIG)) ?? "";
      await stage.first.write(
        CONFIG,
        text.replace("restart_drain_timeout: 5", "restart_drain_timeout: 50"),
        0o644,
      );
      declare({ config, soul: "# Coder\n" });
      expectFailure(await stage.pulumi.up(), "[changed-on-host]", "agent.restart_drain_timeout", "--refresh");
      expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
      expect(await stage.first.read(CONFIG)).to.equal(text);
      expect(await stage.first.read(`${HOME}/SOUL.md`)).to.equal("# Coder\n");
    });

    it("dropping it leaves every other byte as it was", async () => {
      declare({});
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(CONFIG)).to.equal(`# more\n${THEIRS}`);
      expect(await stage.first.read(`${HOME}/SOUL.md`)).to.equal(undefined);
    });

    it("a directory laid out as the profile's home is what gets deployed", async () => {
      const { project } = stage;
      project.write("profiles/coder/config.yaml", "# of the team\nagent:\n  restart_drain_timeout: 7\n");
      project.write("profiles/coder/SOUL.md", "# From git\n");
      project.write("profiles/coder/.env", "# plain\nexport HERMES_LOG_LEVEL='debug' # more\n");
      project.config.token = CANARY;
      declare({ directory: "profiles/coder", env: { TELEGRAM_BOT_TOKEN: { config: "token" } } });
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(CONFIG)).to.include("{verbose: yes, restart_drain_timeout: 7}");
      expect(await stage.first.read(`${HOME}/SOUL.md`)).to.equal("# From git\n");
      const env = await stage.first.read(`${HOME}/.env`);
      expect(env).to.include(`\nHERMES_LOG_LEVEL=debug\nTELEGRAM_BOT_TOKEN=${CANARY}\n`);
      expect(await stage.pulumi.exportState()).to.not.include(project.dir);
      expectRun(await stage.pulumi.up(), {});
    });

    it("skills go where they lie, from wherever the project is, and only what differs", async () => {
      const { project } = stage;
      project.write("profiles/coder/skills/web/SKILL.md", "---\nname: web\n---\n");
      project.write("profiles/coder/skills/web/notes.md", "some notes of ours\n");
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "update" });
      expect(preview.text).to.match(/\+ web\/SKILL.md *: "[A-Za-z0-9_-]{22}"/);
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(`${HOME}/skills/web/notes.md`)).to.equal("some notes of ours\n");
      const state = await stage.pulumi.exportState();
      expect(state).to.not.include(project.dir).and.not.include("some notes of ours");
      expectRun(await stage.pulumi.up({ refresh: true }), {});

      const before = await started();
      project.write("profiles/coder/skills/web/notes.md", "changed\n");
      expect((await stage.pulumi.preview()).text).to.match(/~ web\/notes.md *: "/);
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await started()).to.equal(before);
      await stage.first.write(`${HOME}/skills/web/notes.md`, "theirs\n", 0o644);
      expectRun(await stage.pulumi.up({ refresh: true }), { [NAME]: "update" });
      expect(await stage.first.read(`${HOME}/skills/web/notes.md`)).to.equal("changed\n");
      declare({ directory: "profiles/coder", skills: "profiles/coder/skills" });
      expectFailure(
        await stage.pulumi.preview(),
        "profiles.coder.directory: has skills, and stands beside skills",
      );
      declare({});
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(`${HOME}/skills/web/notes.md`)).to.equal(undefined);
    });

    it("destroy does so too", async () => {
      declare({ config });
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(CONFIG)).to.include(CANARY);
      expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
      expect(await stage.first.read(CONFIG)).to.equal(`# more\n${THEIRS}`);
    });

    it("a profile that says what it was before keeps its home under its new name, in one update", async () => {
      declare({ env: { A: "1" } });
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      await stage.first.write(`${HOME}/memories/a.md`, "remembered\n", 0o644);
      const profiles = { writer: { renamedFrom: "coder", env: { A: "2" } } };
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles }));
      const [renamed, moved] = ["hermes/vm1/writer", HOME.replace(/coder$/, "writer")];
      expectRun(await stage.pulumi.preview(), { [renamed]: "update" });
      expectRun(await stage.pulumi.up(), { [renamed]: "update" });
      expect(await stage.first.read(`${moved}/memories/a.md`)).to.equal("remembered\n");
      expect(await stage.first.read(`${moved}/.env`)).to.include("A=2\n");
      expect(await stage.first.read(`${HOME}/memories/a.md`)).to.equal(undefined);
      expect((await stage.first.unit("hermes-gateway-writer.service")).activeState).to.equal("active");
      expectRun(await stage.pulumi.up({ refresh: true }), {});
      const later = { writer: { env: { A: "2" } } };
      stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles: later }));
      expectRun(await stage.pulumi.up(), {});
      expectRun(await stage.pulumi.destroy(), { [renamed]: "delete" });
    });

    it("with delete: profile the home goes too, into an archive beside it", async () => {
      declare({ config, delete: "profile" });
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      const gone = await stage.pulumi.destroy();
      expectRun(gone, { [NAME]: "delete" });
      const [, archive = ""] = /is archived as (\S+\.tar\.gz)/.exec(gone.text) ?? [];
      expect(archive).to.match(/\/profiles\/coder\.\d{8}T\d{6}Z\.tar\.gz$/);
      expect(await stage.first.read(CONFIG)).to.equal(undefined);
      const path = archive.slice(archive.indexOf("/home/hermes/"));
      expect(await stage.first.mode(path)).to.equal("600");
    });
  });
}
