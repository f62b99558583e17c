import { existsSync, readdirSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Installation } from "../../../provider/core/installation/installation";
import {
  ensureInstallation,
  removeInstallation,
} from "../../../provider/host/installation/run-installation.js";
import { failure, installation, OWNER, ROOT, useInstallation } from "./installation-stage";

describe("an installation on a host", () => {
  const { machine, shell, sh, ensure, look, versions, current, asked, pip } = useInstallation();

  /** Everything below the root, with times and inodes. */
  const tree = () => sh(`find "$HERMES_FLEET_ROOT${ROOT}" -printf '%p %T@ %i %l\\n' | sort`);

  it("makes the version in a directory of its own, and the present one by a link", async () => {
    const { said, name } = await ensure();
    expect(versions()).to.deep.equal([name]);
    expect(current()).to.equal(`versions/${name}`);
    expect(asked()).to.deep.equal([
      "-m pip install --no-input --disable-pip-version-check --no-cache-dir --progress-bar off --retries 2 -- hermes-agent[sms]==0.19.0",
    ]);
    expect(said).to.deep.equal([
      `making a virtual environment with Python 3.11 in ${ROOT}/versions/${name}`,
      "installing hermes-agent[sms]==0.19.0, 900 s at most",
      `hermes-agent 0.19.0 is installed, and the present version now: ${ROOT}/versions/${name}`,
    ]);
    expect(machine().read(`${ROOT}/versions/${name}/.hermes-fleet`)).to.equal(
      `state=complete\nowner=${OWNER}\n`,
    );
    expect(await look()).to.deep.equal({ state: "whole", version: "0.19.0" });
  });

  it("does nothing the second time, and says so", async () => {
    await ensure();
    const before = await tree();
    const { said, name } = await ensure();
    expect(said).to.deep.equal([`hermes-agent 0.19.0 is there already: ${ROOT}/versions/${name}`]);
    expect(await tree()).to.equal(before);
    expect(asked()).to.have.lengthOf(1);
  });

  it("installs another version beside it, goes back without pip, and removes those past their count", async () => {
    const link = "/usr/local/bin/hermes-here";
    const names: string[] = [];
    for (const version of ["0.16.0", "0.17.0", "0.18.0"]) names.push((await ensure({ version, link })).name);
    const [first, second, third] = names;
    expect(versions()).to.deep.equal(names);
    expect(await sh(`"$HERMES_FLEET_ROOT${link}"`)).to.equal("Hermes Agent v0.18.0 (2026.1.1)\n");

    const back = await ensure({ version: "0.16.0", link });
    expect(back.said).to.deep.equal([
      `hermes-agent 0.16.0 is there already, and the present version now: ${ROOT}/versions/${first}`,
    ]);
    expect(asked()).to.have.lengthOf(3);
    expect(await sh(`"$HERMES_FLEET_ROOT${link}"`)).to.equal("Hermes Agent v0.16.0 (2026.1.1)\n");

    const { name, said } = await ensure({ version: "0.19.0", keep: 1, link });
    // what was used last stays, not what has the higher number
    expect(versions()).to.deep.equal([first, name].sort());
    expect(said).to.include(`removed ${second}, an earlier version`);
    expect(said).to.include(`removed ${third}, an earlier version`);
  });

  it("never removes a version that a unit, a kept generation or a process leads to, or somebody else's", async () => {
    const other = await ensure({ version: "0.14.0" }, "acme/chat/prod::other");
    const inUnit = await ensure({ version: "0.15.0" });
    machine().write(
      "/etc/systemd/system/hermes-gateway-a.service",
      `[Service]\nExecStart=${inUnit.executable} x\n`,
    );
    const kept = await ensure({ version: "0.16.0" });
    machine().write("/var/lib/hermes-fleet/generations/1/file", `ExecStart=${kept.executable}\n`);
    const running = await ensure({ version: "0.17.0" });
    const unused = await ensure({ version: "0.18.0" });
    machine().write(running.executable, "#!/bin/sh\nsleep 60\n", 0o755);
    await sh(
      `"${machine().path(running.executable)}" >/dev/null 2>&1 </dev/null & echo $! >"$HERMES_FLEET_ROOT/tmp/pid"`,
    );
    const { name, said } = await ensure({ keep: 0 });
    const rest = [other.name, inUnit.name, kept.name, running.name];
    expect(versions()).to.deep.equal([...rest, name].sort());
    expect(said).to.include(`removed ${unused.name}, an earlier version`);

    await sh(
      `rm -rf "$HERMES_FLEET_ROOT"/etc/systemd/system/hermes-* "$HERMES_FLEET_ROOT"/var/lib/hermes-fleet`,
    );
    await sh('kill "$(cat "$HERMES_FLEET_ROOT/tmp/pid")"');
  });

  it("is made anew when a run was killed in the middle, and nothing leads to the half until then", async () => {
    const before = await ensure({ version: "0.18.0" });
    pip(
      'echo half >"$own/bin/hermes"; echo $$ >"$fake/pid.new"; mv "$fake/pid.new" "$fake/pid"; exec sleep 60',
    );
    const run = failure(ensure());
    while (!existsSync(machine().path("/opt/python/pid"))) await sleep(20);
    expect(await look()).to.deep.equal({ state: "damaged" });
    // as a machine that loses its power: nobody tidies up
    await sh(`pip=$(cat "$HERMES_FLEET_ROOT/opt/python/pid")
      timeout=$(ps -o ppid= "$pip")
      kill -KILL $(ps -o ppid= $timeout) $timeout $pip`);
    expect((await run).code).to.equal("host-script-failed");
    expect(current()).to.equal(`versions/${before.name}`);

    pip("");
    const { said, name } = await ensure();
    expect(said.at(-1)).to.equal(
      `hermes-agent 0.19.0 is installed, and the present version now: ${ROOT}/versions/${name}`,
    );
    expect(await look()).to.deep.equal({ state: "whole", version: "0.19.0" });
  });

  it("waits for another run below the same root, and finds its work done", async () => {
    pip("sleep 1.5");
    const first = ensure();
    await sleep(400);
    const second = await ensure();
    expect((await first).said.at(-1)).to.match(/is installed/);
    expect(second.said).to.deep.equal([
      `waiting for another run that installs below ${ROOT}, 0 s so far`,
      `hermes-agent 0.19.0 is there already: ${ROOT}/versions/${second.name}`,
    ]);
  });

  it("makes anew what was changed by hand; when that fails, puts back what was there", async () => {
    const { name } = await ensure();
    machine().write(`${ROOT}/versions/${name}/installed`, "0.18.9\n");
    expect(await look()).to.deep.equal({ state: "damaged", version: "0.18.9" });
    pip('echo "ERROR: something else"; exit 1');
    const error = await failure(ensure());
    expect(error.message).to.equal(
      `${shell().label}: pip failed with exit status 1: ERROR: something else [install-failed]\n  now: ${ROOT}/versions/${name} is as it was\n  remedy: look at the lines of pip above`,
    );
    expect(machine().read(`${ROOT}/versions/${name}/installed`)).to.equal("0.18.9\n");
    pip("");
    expect((await ensure()).said[0]).to.match(/was changed or damaged \(0\.18\.9\): it is made anew$/);
    expect(await look()).to.deep.equal({ state: "whole", version: "0.19.0" });
    expect(readdirSync(machine().path(ROOT)).sort()).to.deep.equal([".lock", "current", "versions"]);
  });

  it("makes anew what another account could write in, whatever it says of itself", async () => {
    const { name } = await ensure();
    await sh(`chmod 666 "$HERMES_FLEET_ROOT${ROOT}/versions/${name}/installed"`);
    expect(await look()).to.deep.equal({ state: "damaged", version: "0.19.0" });
    const { said } = await ensure();
    expect(said[0]).to.include(
      `${name}/installed belongs to another account, or could be written to by one): it is`,
    );
    expect(await look()).to.deep.equal({ state: "whole", version: "0.19.0" });
    // neither is anything below a root that is no longer root's alone taken for whole
    await sh(`chmod 777 "$HERMES_FLEET_ROOT${ROOT}"`);
    expect(await look()).to.deep.equal({ state: "damaged" });
    await sh(`chmod 755 "$HERMES_FLEET_ROOT${ROOT}"`);
  });

  it("takes away what is its own and unused, its links and its directory, and nothing twice", async () => {
    const link = "/usr/local/bin/hermes-here";
    const other = await ensure({ version: "0.18.0" }, "somebody else");
    await ensure({ link });
    const remove = async (owner: string) => {
      const said: string[] = [];
      await removeInstallation(shell(), installation({ link }), {
        owner,
        onProgress: (line) => said.push(line),
      });
      return said;
    };
    expect(await remove(OWNER)).to.include(`${other.name} stays, it belongs to somebody else`);
    expect(versions()).to.deep.equal([other.name]);
    expect(existsSync(machine().path(`${ROOT}/current`))).to.equal(false);
    expect(await sh(`ls "$HERMES_FLEET_ROOT/usr/local/bin"`)).to.not.include("hermes-here");
    await remove("somebody else");
    expect(existsSync(machine().path(ROOT))).to.equal(false);
    expect(await remove(OWNER)).to.deep.equal([`nothing is installed below ${ROOT}`]);
    expect(await look()).to.deep.equal({ state: "gone" });
  });

  it("gives a version to a renamed resource, whose old name then takes nothing away", async () => {
    const { name } = await ensure();
    await ensure({}, "new name");
    await removeInstallation(shell(), installation(), { owner: OWNER });
    expect(versions()).to.deep.equal([name]);
  });

  it("asks pip for a wheelhouse, an index and constraints as they are written", async () => {
    pip(
      'for word in "$@"; do case $word in */constraints.txt) cat "$word" >"$fake/constraints" ;; esac; done',
    );
    machine().write("/srv/wheels/x.whl", "");
    await ensure({ from: "wheelhouse", wheelhouse: "/srv/wheels", extras: [] });
    await ensure({ index: "https://index.example.net/simple", constraints: "# pinned\naiohttp==3.14.1\n" });
    const [wheels, index] = asked();
    expect(wheels).to.match(/ --no-index --find-links \S+\/srv\/wheels -- hermes-agent==0\.19\.0$/);
    expect(index).to.match(
      / --index-url https:\/\/index\.example\.net\/simple --constraint \S+ -- hermes-agent\[sms\]==0\.19\.0$/,
    );
    expect(machine().read("/opt/python/constraints")).to.equal("# pinned\naiohttp==3.14.1\n");
  });

  it("ends a pip that does not end, and leaves no process of it", async () => {
    pip('echo Collecting aiohttp; echo $$ >"$fake/pid"; exec sleep 60');
    const hurried = { ...installation(), deadlineSeconds: 1 } as Installation;
    const { message } = await failure(ensureInstallation(shell(), hurried, { owner: OWNER }));
    expect(message).to.include(
      "pip did not end within 1 s; last it said: Collecting aiohttp [install-failed]\n",
    );
    expect(await sh('ps -o pid= "$(cat "$HERMES_FLEET_ROOT/opt/python/pid")" || echo gone')).to.equal(
      "gone\n",
    );
  });

  it("verifies what somebody else installed, and takes nothing of it away", async () => {
    machine().write("/usr/bin/hermes", "#!/bin/sh\necho 'Hermes Agent v0.19.0 (2026.7.20)'\n", 0o755);
    const written = { from: "verify", executable: "/usr/bin/hermes" } as const;
    expect((await ensure(written)).said).to.deep.equal(["hermes-agent 0.19.0 is there: /usr/bin/hermes"]);
    expect(await look(written)).to.deep.equal({ state: "whole", version: "0.19.0" });
    expect(await look({ ...written, version: "0.18.0" })).to.deep.equal({
      state: "damaged",
      version: "0.19.0",
    });
    await removeInstallation(shell(), installation(written), { owner: OWNER });
    expect(statSync(machine().path("/usr/bin/hermes")).mode & 0o777).to.equal(0o755);
  });
});
