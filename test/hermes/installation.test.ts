import { expect } from "chai";
import { parseInstallation } from "../../provider/core/installation/parse-installation";
import { connect } from "../../provider/host/connect.js";
import { ensureInstallation } from "../../provider/host/installation/run-installation.js";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, settled } from "./support/seen";
import { fillWheelhouse, WHEELHOUSE } from "./support/wheelhouse";

const PROGRAM = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { GatewayFleet, HermesHost } = require("pulumi-hermes-gateway");

const { wanted, fleet } = JSON.parse(readFileSync(join(__dirname, "case.json"), "utf8"));
const { connection } = fleet.hosts.vm1;
const vm1 = new HermesHost("vm1", { ...wanted, connection, via: "provider" });
Object.assign(fleet.hosts.vm1, { dependsOn: vm1 });
fleet.defaults.executable = vm1.executable;
new GatewayFleet("hermes", fleet);
`;

const ROOT = "/opt/hermes-agent";
const HOST = "vm1/opt/hermes-agent";
const GATEWAY = "hermes/vm1/coder";
const UNIT = unitOf("coder");

describe("the real Hermes, brought to a host", () => {
  const coder = { env: { API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: "18801" } };
  const stage = useHermes(() => ({ program: PROGRAM }));
  const declare = (wanted: object) =>
    stage.project.write("case.json", JSON.stringify({ wanted, fleet: stage.profiles({ coder }) }));
  const wheels = (version: string, more: object = {}) =>
    declare({ version, from: "wheelhouse", wheelhouse: WHEELHOUSE, ...more });
  const answering = async () => {
    await ready(stage.vm, "coder");
    const health = await must(
      stage.vm,
      `python3 -I - <<'P'
import json, urllib.request
print(json.load(urllib.request.urlopen("http://127.0.0.1:18801/health", timeout=5))["version"])
P`,
    );
    await settled(stage.vm, "coder");
    return health;
  };
  const versions = () => must(stage.vm, `ls ${ROOT}/versions`);

  before(async function () {
    this.timeout(10 * 60_000);
    await fillWheelhouse(stage.lab, stage.vm, ["hermes-agent[sms]==0.18.2", "hermes-agent[sms]==0.19.0"]);
  });

  it("cannot come from an index that the host does not reach: it says so, and nothing is changed", async () => {
    declare({ version: "0.18.2" });
    expectFailure(
      await stage.pulumi.up(),
      "the package index was not reached",
      "[index-unreachable]",
      "or use from: wheelhouse",
    );
  });

  it("comes from wheels on the host, and the gateway serves from there", async () => {
    wheels("0.18.2");
    expectRun(await stage.pulumi.up(), { [HOST]: "create", [GATEWAY]: "create" });
    expect(await answering()).to.equal("0.18.2");
    expect(await must(stage.vm, `systemctl show -p ExecStart ${UNIT}`)).to.include(
      `path=${ROOT}/versions/0.18.2/bin/hermes `,
    );
    expectRun(await stage.pulumi.preview({ refresh: true }), {});
  });

  it("is a reviewed change to another version: the gateway goes over, the old version stays", async () => {
    wheels("0.19.0", { link: "/usr/local/bin/hermes-here" });
    const preview = await stage.pulumi.preview();
    expectRun(preview, { [HOST]: "update", [GATEWAY]: "update" });
    expect(preview.text).to.match(/version *: "0\.18\.2" => "0\.19\.0"/);
    expectRun(await stage.pulumi.up(), { [HOST]: "update", [GATEWAY]: "update" });
    expect(await answering()).to.equal("0.19.0");
    expect(await versions()).to.equal("0.18.2\n0.19.0");
    const { stdout } = await stage.vm.run("hermes-here --version", { user: "hermes" });
    expect(stdout).to.match(/^Hermes Agent v0\.19\.0 /);
  });

  it("goes back to the old version, which is there already", async () => {
    wheels("0.18.2");
    await must(stage.vm, `mv ${WHEELHOUSE} ${WHEELHOUSE}.away`);
    const up = await stage.pulumi.up();
    expectRun(up, { [HOST]: "update", [GATEWAY]: "update" });
    expect(up.text).to.include("hermes-agent 0.18.2 is there already, and the present version now");
    expect(await answering()).to.equal("0.18.2");
    await must(stage.vm, `mv ${WHEELHOUSE}.away ${WHEELHOUSE}`);
  });

  it("is made anew after the power was lost in the middle of it; the gateway serves meanwhile", async () => {
    wheels("0.19.0", { root: "/opt/hermes-agent", extras: [] });
    const cut = stage.pulumi.up();
    await until(
      "pip works",
      async () => (await stage.vm.run("pgrep -f '[p]ip install --no-input'")).code === 0,
      60,
    );
    await must(stage.vm, "sleep 2; sync");
    await stage.vm.kill();
    await stage.vm.boot();
    expect((await cut).exitCode).to.not.equal(0);
    expect(await answering()).to.equal("0.18.2");
    expect(await must(stage.vm, `cat ${ROOT}/versions/0.19.0-*/.hermes-fleet`)).to.match(/^state=building$/m);
    expect(await must(stage.vm, `readlink ${ROOT}/current`)).to.equal("versions/0.18.2");

    wheels("0.19.0");
    expectRun(await stage.pulumi.up(), { [HOST]: "update", [GATEWAY]: "update" });
    expect(await answering()).to.equal("0.19.0");
    // what nobody finished is gone
    expect(await versions()).to.equal("0.18.2\n0.19.0");
  });

  it("belongs to root: the account of the gateway can run it and change nothing", async () => {
    const asHermes = await stage.vm.run(
      `${ROOT}/current/bin/hermes --version | head -n 1; find ${ROOT} -writable -not -type l`,
      { user: "hermes" },
    );
    expect(asHermes.stdout).to.match(/^Hermes Agent v0\.19\.0 .*\n$/);
  });

  it("is brought there by sudo for an account that is not root", async () => {
    const { installation } = parseInstallation({
      version: "0.19.0",
      from: "wheelhouse",
      wheelhouse: WHEELHOUSE,
    });
    if (!installation) throw new Error("refused");
    const admin = await connect(stage.connection(1, "admin"), { hostKeyName: "vm1" });
    const said: string[] = [];
    const owner = "organization/fleet/dev::vm1/opt/hermes-agent";
    await ensureInstallation(admin, installation, { owner, onProgress: (line) => said.push(line) });
    await admin.close();
    expect(said).to.deep.equal([`hermes-agent 0.19.0 is there already: ${ROOT}/versions/0.19.0`]);
  });

  it("only verifies what is there when it is told to, and never as root for somebody else", async () => {
    declare({ version: "0.19.0", from: "verify", executable: "/usr/local/bin/hermes" });
    const replaced = await stage.pulumi.up();
    // the gateway moves first, then nothing uses what was installed
    expectRun(replaced, { "vm1/verified": "create", [GATEWAY]: "update", [HOST]: "delete" });
    expect(replaced.text).to.include("0.18.2 stays, a unit, a kept generation or a process uses it");
    expect(await answering()).to.equal("0.19.0");
    await must(
      stage.vm,
      "cp -a /opt/hermes-agent/venv/bin/hermes /home/hermes/hermes && chown hermes: /home/hermes/hermes",
    );
    declare({ version: "0.18.2", from: "verify", executable: "/home/hermes/hermes" });
    expectFailure(
      await stage.pulumi.up(),
      "/home/hermes/hermes is Hermes Agent 0.19.0, and 0.18.2 is declared [hermes-version-differs]",
    );
    expect(await must(stage.vm, "ls -d /root/.hermes 2>/dev/null || echo none")).to.equal("none");
  });

  it("is found again, and all of it goes in the end: profiles' data and what others installed stay", async () => {
    wheels("0.19.0");
    const up = await stage.pulumi.up();
    expectRun(up, { [HOST]: "create", [GATEWAY]: "update", "vm1/verified": "delete" });
    expect(up.text).to.include("hermes-agent 0.19.0 is there already");
    expectRun(await stage.pulumi.destroy(), { [HOST]: "delete", [GATEWAY]: "delete" });
    expect(await must(stage.vm, `ls -A ${ROOT}; readlink ${ROOT}/current || true`)).to.equal("venv");
    await must(stage.vm, "test -d /home/hermes/.hermes/profiles/coder/logs");
  });
});
