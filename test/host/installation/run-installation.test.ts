import { existsSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Installation } from "../../../provider/core/installation/installation";
import type { InstallationInput } from "../../../provider/core/installation/installation-schema";
import { parseInstallation } from "../../../provider/core/installation/parse-installation";
import { connect } from "../../../provider/host/connect.js";
import type { Host } from "../../../provider/host/host.js";
import { HostError } from "../../../provider/host/host-error.js";
import {
  ensureInstallation,
  lookAtInstallation,
  removeInstallation,
} from "../../../provider/host/installation/run-installation.js";
import { type EmbeddedHost, startEmbeddedHost } from "../../embedded/embedded-host";
import { installFakePython, PYTHON } from "./fake-python";

const ROOT = "/opt/hermes-agent";
const OWNER = "acme/chat/prod::vm1/opt/hermes-agent";

function installation(written: Partial<InstallationInput> = {}): Installation & { name: string } {
  const from = written.from === "verify" ? {} : { python: PYTHON };
  const parsed = parseInstallation({ version: "0.19.0", ...from, ...written });
  if (!parsed.installation) throw new Error(JSON.stringify(parsed.problems));
  return parsed.installation as Installation & { name: string };
}

describe("an installation on a host", () => {
  let vm: EmbeddedHost;
  let host: Host;
  before(async () => {
    vm = await startEmbeddedHost();
    host = await connect(vm.connection, { hostKeyName: "vm1", deadlineMs: 10_000 });
  });
  after(async () => {
    await host.close();
    await vm.stop();
  });
  beforeEach(async () => {
    await sh('rm -rf "$HERMES_FLEET_ROOT"/opt "$HERMES_FLEET_ROOT"/usr/local/bin/hermes-*');
    await installFakePython((path, text, mode) => vm.write(path, text, mode));
  });

  const sh = async (script: string) => String((await host.exec(script)).stdout);
  const ensure = async (written: Partial<InstallationInput> = {}, owner = OWNER) => {
    const said: string[] = [];
    const one = installation(written);
    await ensureInstallation(host, one, { owner, onProgress: (line) => said.push(line) });
    return { ...one, said };
  };
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof HostError)) throw error ?? new Error("it did not fail");
    return error;
  };
  const look = (written: Partial<InstallationInput> = {}) =>
    lookAtInstallation(host, installation(written), { owner: OWNER });
  const versions = () => readdirSync(vm.path(`${ROOT}/versions`)).sort();
  const current = () => readlinkSync(vm.path(`${ROOT}/current`));
  const asked = () => vm.read("/opt/python/asked").trim().split("\n");
  const pip = (text: string) => vm.write("/opt/python/pip", text);
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
    expect(vm.read(`${ROOT}/versions/${name}/.hermes-fleet`)).to.equal(`state=complete\nowner=${OWNER}\n`);
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
    vm.write("/etc/systemd/system/hermes-gateway-a.service", `[Service]\nExecStart=${inUnit.executable} x\n`);
    const kept = await ensure({ version: "0.16.0" });
    vm.write("/var/lib/hermes-fleet/generations/1/file", `ExecStart=${kept.executable}\n`);
    const running = await ensure({ version: "0.17.0" });
    const unused = await ensure({ version: "0.18.0" });
    vm.write(running.executable, "#!/bin/sh\nsleep 60\n", 0o755);
    await sh(
      `"${vm.path(running.executable)}" >/dev/null 2>&1 </dev/null & echo $! >"$HERMES_FLEET_ROOT/tmp/pid"`,
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
    while (!existsSync(vm.path("/opt/python/pid"))) await sleep(20);
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
    vm.write(`${ROOT}/versions/${name}/installed`, "0.18.9\n");
    expect(await look()).to.deep.equal({ state: "damaged", version: "0.18.9" });
    pip('echo "ERROR: something else"; exit 1');
    const error = await failure(ensure());
    expect(error.message).to.equal(
      `${host.label}: pip failed with exit status 1: ERROR: something else [install-failed]\n  now: ${ROOT}/versions/${name} is as it was\n  remedy: look at the lines of pip above`,
    );
    expect(vm.read(`${ROOT}/versions/${name}/installed`)).to.equal("0.18.9\n");
    pip("");
    expect((await ensure()).said[0]).to.match(/was changed or damaged \(0\.18\.9\): it is made anew$/);
    expect(await look()).to.deep.equal({ state: "whole", version: "0.19.0" });
    expect(readdirSync(vm.path(ROOT)).sort()).to.deep.equal([".lock", "current", "versions"]);
  });

  it("takes away what is its own and unused, its links and its directory, and nothing twice", async () => {
    const link = "/usr/local/bin/hermes-here";
    const other = await ensure({ version: "0.18.0" }, "somebody else");
    await ensure({ link });
    const remove = async (owner: string) => {
      const said: string[] = [];
      await removeInstallation(host, installation({ link }), {
        owner,
        onProgress: (line) => said.push(line),
      });
      return said;
    };
    expect(await remove(OWNER)).to.include(`${other.name} stays, it belongs to somebody else`);
    expect(versions()).to.deep.equal([other.name]);
    expect(existsSync(vm.path(`${ROOT}/current`))).to.equal(false);
    expect(await sh(`ls "$HERMES_FLEET_ROOT/usr/local/bin"`)).to.not.include("hermes-here");
    await remove("somebody else");
    expect(existsSync(vm.path(ROOT))).to.equal(false);
    expect(await remove(OWNER)).to.deep.equal([`nothing is installed below ${ROOT}`]);
    expect(await look()).to.deep.equal({ state: "gone" });
  });

  it("gives a version to a renamed resource, whose old name then takes nothing away", async () => {
    const { name } = await ensure();
    await ensure({}, "new name");
    await removeInstallation(host, installation(), { owner: OWNER });
    expect(versions()).to.deep.equal([name]);
  });

  it("asks pip for a wheelhouse, an index and constraints as they are written", async () => {
    pip(
      'for word in "$@"; do case $word in */constraints.txt) cat "$word" >"$fake/constraints" ;; esac; done',
    );
    vm.write("/srv/wheels/x.whl", "");
    await ensure({ from: "wheelhouse", wheelhouse: "/srv/wheels", extras: [] });
    await ensure({ index: "https://index.example.net/simple", constraints: "# pinned\naiohttp==3.14.1\n" });
    const [wheels, index] = asked();
    expect(wheels).to.match(/ --no-index --find-links \S+\/srv\/wheels -- hermes-agent==0\.19\.0$/);
    expect(index).to.match(
      / --index-url https:\/\/index\.example\.net\/simple --constraint \S+ -- hermes-agent\[sms\]==0\.19\.0$/,
    );
    expect(vm.read("/opt/python/constraints")).to.equal("# pinned\naiohttp==3.14.1\n");
  });

  const NOTHING = "now: nothing was changed";
  const UNFINISHED = "is unfinished, no unit leads there, and the next run makes it anew";
  const refusals: [
    title: string,
    prepare: () => unknown,
    written: Partial<InstallationInput>,
    says: string[],
  ][] = [
    [
      "no Python",
      () => sh(`rm "$HERMES_FLEET_ROOT${PYTHON}"`),
      {},
      [`the host has no ${PYTHON} [python-missing]`, NOTHING, "apt-get install python3 python3-venv"],
    ],
    [
      "an old Python",
      () => vm.write("/opt/python/version", "3 9\n"),
      {},
      ["is Python 3.9, and Hermes Agent needs 3.11 [python-unsuitable]", NOTHING, "/usr/bin/python3.12"],
    ],
    [
      "a Python that does not start",
      () => vm.write("/opt/python/version", "error while loading shared libraries\n"),
      {},
      ["does not start: error while loading shared libraries [python-unsuitable]"],
    ],
    [
      "no venv module",
      () => vm.write("/opt/python/no-venv", ""),
      {},
      ["has no venv module with pip [venv-missing]", NOTHING, "apt-get install python3.11-venv"],
    ],
    [
      "an index that is not reached",
      () =>
        pip(
          `echo "WARNING: Retrying after connection broken by 'Temporary failure in name resolution': https://me:pw@x/simple"; echo "ERROR: Could not find a version that satisfies the requirement $last (from versions: none)"; echo "ERROR: No matching distribution found for $last"; exit 1`,
        ),
      {},
      [
        "the package index was not reached",
        "//[secret]@x/simple",
        "[index-unreachable]",
        UNFINISHED,
        "/etc/pip.conf",
      ],
    ],
    [
      "a version that the index does not have",
      () =>
        pip(
          'echo "ERROR: Could not find a version that satisfies the requirement $last (from versions: 0.18.2, 0.19.0)"; echo "ERROR: No matching distribution found for $last"; exit 1',
        ),
      { version: "9.9" },
      ["the index has no hermes-agent[sms]==9.9; it lists 0.18.2, 0.19.0 [package-not-found]"],
    ],
    [
      "a wheelhouse without what is needed",
      () => {
        vm.write("/srv/wheels/x.whl", "");
        pip('echo "ERROR: No matching distribution found for aiohttp<4"; exit 1');
      },
      { from: "wheelhouse", wheelhouse: "/srv/wheels" },
      ["/srv/wheels has no wheel for aiohttp<4", "[package-not-found]", "pip download --dest /srv/wheels"],
    ],
    [
      "no wheelhouse",
      () => sh(`rm -rf "$HERMES_FLEET_ROOT/srv/none"`),
      { from: "wheelhouse", wheelhouse: "/srv/none" },
      ["the host has no directory /srv/none [package-not-found]"],
    ],
    [
      "a Python that the version does not take",
      () =>
        pip(
          'echo "ERROR: Ignored the following versions that require a different python version: 0.19.0 Requires-Python <3.14,>=3.12"; echo "ERROR: No matching distribution found for $last"; exit 1',
        ),
      {},
      ["is no Python for hermes-agent[sms]==0.19.0", "[python-unsuitable]"],
    ],
    [
      "constraints that contradict what is needed",
      () =>
        pip(
          'printf "The conflict is caused by:\\n    uvicorn 0.51.0 depends on click>=7.0\\n    The user requested (constraint) click==1.0\\n\\nTo fix this\\nERROR: ResolutionImpossible: for help\\n"; exit 1',
        ),
      { constraints: "click==1.0" },
      [
        "cannot be installed together with what is asked for: uvicorn 0.51.0 depends on click>=7.0; The user requested (constraint) click==1.0 [install-failed]",
        "look at constraints",
      ],
    ],
    [
      "a full disk",
      () =>
        pip(
          'echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"; exit 1',
        ),
      {},
      ["the host's disk is full", "[disk-full]", `make room below ${ROOT}`],
    ],
    [
      "another spelling of the version",
      () => pip('last="x==0.19.0"'),
      { version: "0.19" },
      [
        "pip installed hermes-agent 0.19.0 for 0.19 [hermes-version-differs]",
        "as the index spells it: 0.19.0",
      ],
    ],
    [
      "a root that others could write to",
      () => sh(`mkdir -p "$HERMES_FLEET_ROOT${ROOT}" && chmod 777 "$HERMES_FLEET_ROOT${ROOT}"`),
      {},
      [
        `${ROOT} could be written to by other accounts`,
        "[install-root-unsafe]",
        NOTHING,
        `chmod 755 ${ROOT}`,
      ],
    ],
    [
      "a directory that somebody else made",
      () => vm.write(`${installationDirectory()}/bin/hermes`, "x"),
      {},
      ["is there and was not made by this package [already-exists]"],
    ],
    [
      "a link that is taken",
      () => vm.write("/usr/local/bin/hermes-mine", "x"),
      { link: "/usr/local/bin/hermes-mine" },
      ["/usr/local/bin/hermes-mine is there already", "[link-taken]", NOTHING],
    ],
    [
      "a program to verify that is not there",
      () => undefined,
      { from: "verify", executable: "/usr/bin/hermes-none" },
      ["the host has no program /usr/bin/hermes-none [hermes-missing]", NOTHING],
    ],
    [
      "a program to verify that tells no version",
      () => undefined,
      { from: "verify" },
      ["/usr/local/bin/hermes told", "no version", "simulated by the embedded host [hermes-missing]"],
    ],
    [
      "another version than is declared",
      () => vm.write("/usr/bin/hermes", "#!/bin/sh\necho 'Hermes Agent v0.18.2 (2026.7.7)'\n", 0o755),
      { from: "verify", executable: "/usr/bin/hermes" },
      ["/usr/bin/hermes is Hermes Agent 0.18.2, and 0.19.0 is declared [hermes-version-differs]"],
    ],
  ];
  const installationDirectory = () => `${ROOT}/versions/${installation().name}`;
  for (const [title, prepare, written, says] of refusals) {
    it(`refuses ${title}, and says what to do`, async () => {
      await prepare();
      const { message } = await failure(ensure(written));
      for (const text of says) expect(message, message).to.include(text);
      expect(message)
        .to.match(/^vm1 \(/)
        .and.match(/\n {2}remedy: ./);
    });
  }

  it("ends a pip that does not end, and leaves no process of it", async () => {
    pip('echo Collecting aiohttp; echo $$ >"$fake/pid"; exec sleep 60');
    const hurried = { ...installation(), deadlineSeconds: 1 } as Installation;
    const { message } = await failure(ensureInstallation(host, hurried, { owner: OWNER }));
    expect(message).to.include(
      "pip did not end within 1 s; last it said: Collecting aiohttp [install-failed]\n",
    );
    expect(await sh('ps -o pid= "$(cat "$HERMES_FLEET_ROOT/opt/python/pid")" || echo gone')).to.equal(
      "gone\n",
    );
  });

  it("verifies what somebody else installed, and takes nothing of it away", async () => {
    vm.write("/usr/bin/hermes", "#!/bin/sh\necho 'Hermes Agent v0.19.0 (2026.7.20)'\n", 0o755);
    const written = { from: "verify", executable: "/usr/bin/hermes" } as const;
    expect((await ensure(written)).said).to.deep.equal(["hermes-agent 0.19.0 is there: /usr/bin/hermes"]);
    expect(await look(written)).to.deep.equal({ state: "whole", version: "0.19.0" });
    expect(await look({ ...written, version: "0.18.0" })).to.deep.equal({
      state: "damaged",
      version: "0.19.0",
    });
    await removeInstallation(host, installation(written), { owner: OWNER });
    expect(statSync(vm.path("/usr/bin/hermes")).mode & 0o777).to.equal(0o755);
  });

  it("says when sudo is not allowed", async () => {
    const plain = await startEmbeddedHost({ user: "deploy", sudo: "denied" });
    const deploy = await connect(plain.connection, { hostKeyName: "vm2", deadlineMs: 10_000 });
    // an embedded root is whoever runs the tests, so the account is told by what id says
    plain.write("/../tools/id", "#!/bin/sh\necho 1000\n", 0o755);
    const error = await failure(ensureInstallation(deploy, installation(), { owner: OWNER }));
    expect(error.code).to.equal("sudo-denied");
    await deploy.close();
    await plain.stop();
  });
});
