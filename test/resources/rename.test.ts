import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { expect } from "chai";
import { closeSessions } from "../../provider/host/session/host-sessions.js";
import { createGateway, updateGateway } from "../../provider/resources/gateway-profile/apply.js";
import { diffGateway } from "../../provider/resources/gateway-profile/diff.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { readGateway } from "../../provider/resources/gateway-profile/read.js";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded/embedded-host";
import { failure } from "./support/failure";
import { sampleInputs } from "./support/sample-gateway";

const PROFILES = "/home/hermes/.hermes/profiles";
const OLD = `${PROFILES}/coder`;
const NEW = `${PROFILES}/writer`;
const OLD_UNIT = "hermes-gateway-coder.service";
const NEW_UNIT = "hermes-gateway-writer.service";

describe("a profile that is renamed", () => {
  let host: EmbeddedHost;
  let outs: GatewayOutputs;
  const health = { healthyForSeconds: 1, deadlineSeconds: 5 };
  const inputs = (key: string, more: Partial<GatewayInputs> = {}, spec: object = {}): GatewayInputs => {
    const home = `${PROFILES}/${key}`;
    return sampleInputs({ connection: host.connection, health, env: { A: "1" }, soul: "# Me\n", ...more }, {
      profileKey: key,
      unitName: `hermes-gateway-${key}.service`,
      plannedUnits: [`hermes-gateway-${key}.service`],
      claims: [`home ${home}`],
      args: ["--profile", key, "gateway", "run"],
      home,
      workingDirectory: home,
      environment: { HERMES_HOME: home },
      ...spec,
    } as never);
  };
  const renamed = (more: Partial<GatewayInputs> = {}, spec: object = {}) =>
    inputs("writer", { renamedFrom: "coder", ...more }, spec);
  const rename = async (more: Partial<GatewayInputs> = {}, spec: object = {}) => {
    ({ outs } = await updateGateway(outs, renamed(more, spec)));
  };
  const exists = (path: string) => existsSync(host.path(path));
  const isAsBefore = () => {
    expect([exists(OLD), exists(NEW)]).to.deep.equal([true, false]);
    expect(host.read(`${OLD}/memories/a.md`)).to.equal("remembered\n");
    expect(host.read(`${OLD}/.env`)).to.include("A=1\n");
    expect(host.read(`${OLD}/SOUL.md`)).to.equal("# Me\n");
    expect(host.unit(OLD_UNIT).activeState).to.equal("active");
    expect(host.unit(NEW_UNIT).loadState).to.equal("not-found");
  };

  beforeEach(async () => {
    host = await startEmbeddedHost();
    ({ outs } = await createGateway(inputs("coder")));
    host.write(`${OLD}/memories/a.md`, "remembered\n");
  });
  afterEach(async () => {
    await closeSessions();
    await host.stop();
  });

  it("is one update where it says so, and a replace otherwise", () => {
    expect(diffGateway(outs, renamed())).to.deep.equal({});
    expect(diffGateway(outs, inputs("writer"))).to.deep.equal({
      replaces: ["profileKey"],
      deleteBeforeReplace: true,
    });
    expect(diffGateway(outs, renamed({ renamedFrom: "other" })).replaces).to.deep.equal(["profileKey"]);
    expect(diffGateway({ ...outs, hostKey: "vm9" }, renamed()).replaces).to.deep.equal([
      "hostKey",
      "profileKey",
    ]);
  });

  it("takes its home along, with everything in it, and starts under its new name", async () => {
    const { ino } = statSync(host.path(OLD));
    await rename();
    expect(statSync(host.path(NEW)).ino).to.equal(ino);
    expect(exists(OLD)).to.equal(false);
    expect(host.read(`${NEW}/memories/a.md`)).to.equal("remembered\n");
    expect(host.unit(NEW_UNIT).activeState).to.equal("active");
    expect(host.unit(OLD_UNIT).loadState).to.equal("not-found");
    expect(diffGateway(outs, renamed())).to.deep.equal({ changes: false });
    expect(diffGateway(outs, inputs("writer"))).to.deep.equal({ changes: false });
    expect((await readGateway("vm1/coder", outs)).inputs).to.equal(undefined);
  });

  it("changes what else is declared for its home in the same update", async () => {
    await rename({ env: { A: "2" }, soul: "# You\n", config: { agent: { drain: 7 } } });
    expect(host.read(`${NEW}/.env`))
      .to.include("A=2\n")
      .and.not.include("A=1");
    expect(host.read(`${NEW}/SOUL.md`)).to.equal("# You\n");
    expect(host.read(`${NEW}/config.yaml`)).to.include("drain: 7");
    expect(exists(OLD)).to.equal(false);
    await rename({ env: {} });
    expect(exists(`${NEW}/.env`)).to.equal(false);
    expect(exists(`${NEW}/SOUL.md`)).to.equal(true);
  });

  it("gets everything back when it does not become healthy under the new name", async () => {
    host.write("/usr/local/bin/hermes-broken", '#!/bin/sh\n# embedded: {"exitCode":3}\n', 0o755);
    const applied = outs;
    const broken = renamed(
      { env: { A: "2" }, soul: "# You\n" },
      { executable: "/usr/local/bin/hermes-broken" },
    );
    const error = await failure(updateGateway(outs, broken));
    expect(error.message).to.include("[gateway-failed]").and.include(`${OLD_UNIT} is active again`);
    expect(error.properties).to.deep.equal({ ...applied, status: "rolled-back" });
    isAsBefore();
    await rename();
    expect(exists(`${NEW}/memories/a.md`)).to.equal(true);
  });

  it("under another unit's name alone gets its .env back too", async () => {
    host.write("/usr/local/bin/hermes-broken", '#!/bin/sh\n# embedded: {"exitCode":3}\n', 0o755);
    const broken = inputs(
      "coder",
      { env: { A: "2" } },
      { executable: "/usr/local/bin/hermes-broken", unitName: NEW_UNIT, plannedUnits: [NEW_UNIT] },
    );
    expect((await failure(updateGateway(outs, broken))).message).to.include("[gateway-failed]");
    isAsBefore();
  });

  it("with a unit name of its own stops that unit for the move", async () => {
    const named = { unitName: OLD_UNIT, plannedUnits: [OLD_UNIT] };
    await rename({}, named);
    expect(exists(OLD)).to.equal(false);
    expect(host.read(`${NEW}/.env`)).to.include("A=1\n");
    expect(host.unit(OLD_UNIT).activeState).to.equal("active");
    expect(host.commands.filter((command) => command.startsWith("stop"))).to.include(`stop ${OLD_UNIT}`);
  });

  it("does so under its account's own manager too, and has everything back when it is not healthy", async () => {
    const user = { scope: "user", user: "hermes", wantedBy: ["default.target"], after: [], wants: [] };
    const unit = (key: string) => host.unit(`hermes/hermes-gateway-${key}.service`);
    ({ outs } = await updateGateway(outs, inputs("coder", {}, user)));
    expect(unit("coder").activeState).to.equal("active");
    host.write("/usr/local/bin/hermes-broken", '#!/bin/sh\n# embedded: {"exitCode":3}\n', 0o755);
    const broken = { ...user, executable: "/usr/local/bin/hermes-broken" };
    expect((await failure(rename({}, broken))).message).to.include("[gateway-failed]");
    expect([exists(OLD), exists(NEW), unit("coder").activeState]).to.deep.equal([true, false, "active"]);
    await rename({}, user);
    expect([exists(OLD), unit("writer").activeState]).to.deep.equal([false, "active"]);
    expect(host.read(`${NEW}/memories/a.md`)).to.equal("remembered\n");
  });

  it("and waits goes on to wait", async () => {
    ({ outs } = await updateGateway(outs, inputs("coder", {}, { boot: "standby" })));
    await rename({}, { boot: "standby" });
    expect([exists(OLD), exists(NEW)]).to.deep.equal([false, true]);
    expect(host.running()).to.not.include(NEW_UNIT);
  });

  it("was moved by hand already, or has no home: then there is nothing to move", async () => {
    rmSync(host.path(OLD), { recursive: true });
    await rename();
    expect(host.unit(NEW_UNIT).activeState).to.equal("active");
    expect(readFileSync(host.path(`${NEW}/SOUL.md`), "utf8")).to.equal("# Me\n");
  });

  const obstacles: [what: string, make: () => void, why: string][] = [
    ["something has the new name", () => mkdirSync(host.path(NEW)), "there is something already"],
    ["other profiles lie in it", () => host.write(`${OLD}/profiles/x/.env`, ""), "other profiles lie in it"],
  ];
  for (const [what, make, why] of obstacles) {
    it(`stays as it is when ${what}`, async () => {
      make();
      const { message } = await failure(rename());
      expect(message).to.include("[home-not-moved]").and.include(`${OLD} to ${NEW}: ${why}`);
      rmSync(host.path(NEW), { recursive: true, force: true });
      isAsBefore();
    });
  }

  it("is back and running when a gateway of nobody's still runs on the home", async () => {
    host.write(`${OLD}/gateway.lock`, "");
    const holder = spawn("flock", [host.path(`${OLD}/gateway.lock`), "sleep", "60"], { detached: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { message } = await failure(rename());
    process.kill(-(holder.pid ?? 0));
    expect(message).to.include("[home-not-moved]").and.include("a gateway still runs on it");
    isAsBefore();
  });

  it("keeps its account and the directory that its home lies in", async () => {
    const { message } = await failure(
      rename({}, { home: "/srv/writer", environment: { HERMES_HOME: "/srv/writer" } }),
    );
    expect(message).to.include("[home-not-moved]").and.include(`${OLD} of hermes cannot become /srv/writer`);
    isAsBefore();
  });
});
