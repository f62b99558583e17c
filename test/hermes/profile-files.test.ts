import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { servesOn, settled } from "./support/seen";

const PROFILES = "/home/hermes/.hermes/profiles";
const HOME = `${PROFILES}/coder`;
const NAME = "hermes/vm1/coder";
const KEY = "sixteen-characters";

/** As somebody has written it by hand. */
const THEIRS = `# the bot of the team: ask before you change it
model:
  default: "gpt-x"   # cheap
display: {skin: 'mono'}
toolsets: [ terminal,
  web ]
# end`;

/** What we add, before the comment at the end that belongs to no key. */
const ours = (port: number) =>
  `platforms:\n  api_server:\n    enabled: true\n    extra:\n      port: ${port}\n`;

describe("files of a profile that the real Hermes reads", () => {
  const listensOn = (port: number) => ({
    env: { API_SERVER_KEY: KEY },
    config: { platforms: { api_server: { enabled: true, extra: { port } } } },
    soul: "You review code.\n",
  });
  const stage = useHermes((made) => ({ fleet: made.profiles({ coder: listensOn(18811) }) }));
  const config = () => must(stage.vm, `cat ${HOME}/config.yaml; echo .`);
  const withOurs = (text: string, port: number) => text.replace(/# end$/, `${ours(port)}# end`);
  const hermes = (words: string) =>
    must(
      stage.vm,
      `cd / && runuser -u hermes -- env HOME=/home/hermes HERMES_HOME=${HOME} hermes ${words} </dev/null 2>&1`,
    );
  const serves = (port: number) =>
    until(`coder serves on ${port}`, async () => (await servesOn(stage.vm, port, KEY)) === "coder", 60);

  before(() =>
    must(
      stage.vm,
      `cd / && runuser -u hermes -- env HOME=/home/hermes hermes profile create coder --no-alias </dev/null
       runuser -u hermes -- tee ${HOME}/config.yaml >/dev/null <<'E'\n${THEIRS}\nE
       truncate -s -1 ${HOME}/config.yaml; rm ${HOME}/SOUL.md`,
    ),
  );

  it("a profile that Hermes made is adopted, and the gateway goes by the settings that came in", async () => {
    expectRun(await stage.pulumi.up(), { [NAME]: "create" });
    await serves(18811);
    expect(await config()).to.equal(`${withOurs(THEIRS, 18811)}.`);
    expect(await must(stage.vm, `cat ${HOME}/SOUL.md`)).to.equal("You review code.");
    expect(await must(stage.vm, `cd ${HOME}; stat -c '%U %a %n' config.yaml SOUL.md .env`)).to.equal(
      "hermes 644 config.yaml\nhermes 644 SOUL.md\nhermes 600 .env",
    );
  });

  it("a changed setting restarts it, and it listens there instead", async () => {
    await settled(stage.vm, "coder");
    const before = await lifeOf(stage.vm, unitOf("coder"));
    stage.declare({ coder: listensOn(18812) });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    await serves(18812);
    expect((await lifeOf(stage.vm, unitOf("coder"))).MainPID).to.not.equal(before.MainPID);
    expect(await config()).to.equal(`${withOurs(THEIRS, 18812)}.`);
  });

  it("what Hermes' own command writes there is nobody's drift, and stays through the next change", async () => {
    await hermes("config set model.default other");
    await hermes("config set display.skin plain");
    const rewritten = await config();
    expect(rewritten).to.include("other").and.to.not.include("# cheap");
    expectRun(await stage.pulumi.up({ refresh: true }), {});
    expect(await config()).to.equal(rewritten);
    stage.declare({ coder: listensOn(18813) });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    await serves(18813);
    expect(await config()).to.equal(rewritten.replace("18812", "18813"));
  });

  it("a setting of ours that Hermes' own command changed stops the next change; a refresh puts it back", async () => {
    await hermes("config set platforms.api_server.extra.port 18819");
    const theirs = await config();
    stage.declare({ coder: listensOn(18814) });
    expectFailure(await stage.pulumi.up(), "[changed-on-host]", "somebody changed", "config.yaml");
    expect(await config()).to.equal(theirs);
    const run = await stage.pulumi.up({ refresh: true });
    expect(run.exitCode, run.text).to.equal(0);
    await serves(18814);
    expect(await config()).to.equal(theirs.replace("18819", "18814"));
  });

  it("no longer declared, ours goes and theirs stays byte for byte", async () => {
    await settled(stage.vm, "coder");
    const text = await config();
    stage.declare({ coder: { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "18815" } } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    await serves(18815);
    expect(await config()).to.equal(text.replace(ours(18814), ""));
    expect(await must(stage.vm, `cat ${HOME}/SOUL.md`)).to.not.include("You review code.");
  });

  it("a secret that lies on the host already is read by the unit, and is not in the profile's .env", async () => {
    await must(
      stage.vm,
      `install -d -m 700 /etc/gateways && printf 'API_SERVER_KEY=${KEY}\\n' >/etc/gateways/coder.env && chmod 600 /etc/gateways/coder.env`,
    );
    const directives = { Service: { EnvironmentFile: "/etc/gateways/coder.env" } };
    stage.declare({ coder: { env: { API_SERVER_PORT: "18816" }, directives } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    await serves(18816);
    expect(await must(stage.vm, `grep -c API_SERVER_KEY ${HOME}/.env || true`)).to.equal("0");
  });

  it("a home that we make has what Hermes' own has, in the modes of Hermes' own", async () => {
    const layout = (profile: string) =>
      must(stage.vm, `cd ${PROFILES}/${profile} && find . -maxdepth 1 -type d -printf '%u %m %P\\n' | sort`);
    await hermes("profile create theirs --no-alias");
    stage.declare({
      coder: { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "18815" } },
      fresh: {},
      theirs: {},
    });
    const run = await stage.pulumi.up();
    expect(run.exitCode, run.text).to.equal(0);
    await settled(stage.vm, "fresh");
    await settled(stage.vm, "theirs");
    expect(await layout("fresh")).to.equal(await layout("theirs"));
  });

  it("with delete: profile the home of a gateway that ran goes into an archive that holds all of it", async () => {
    const declared = { env: { API_SERVER_KEY: KEY, API_SERVER_PORT: "18815" } };
    stage.declare({ coder: { ...declared, delete: "profile" } });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    await settled(stage.vm, "coder");
    const run = await stage.pulumi.destroy();
    expect(run.exitCode, run.text).to.equal(0);
    expect(await must(stage.vm, `cd ${PROFILES}; ls -d coder* fresh theirs | sed 's/[0-9]/0/g'`)).to.equal(
      "coder.00000000T000000Z.tar.gz\nfresh\ntheirs",
    );
    expect(await must(stage.vm, `stat -c '%U %a' ${HOME}.*.tar.gz`)).to.equal("hermes 600");
    const listed = await must(stage.vm, `tar -tzf ${HOME}.*.tar.gz`);
    for (const file of ["config.yaml", "logs/gateway.log", "gateway_state.json", "SOUL.md"])
      expect(listed.split("\n")).to.include(`coder/${file}`);
  });
});
