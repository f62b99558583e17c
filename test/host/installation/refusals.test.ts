import { expect } from "chai";
import type { InstallationInput } from "../../../provider/core/installation/installation-schema";
import { connect } from "../../../provider/host/connect.js";
import { ensureInstallation } from "../../../provider/host/installation/run-installation.js";
import { startEmbeddedHost } from "../../embedded/embedded-host";
import { PYTHON } from "./fake-python";
import { failure, installation, OWNER, ROOT, useInstallation } from "./installation-stage";

describe("an installation that a host cannot have", () => {
  const { machine, sh, ensure, pip } = useInstallation();

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
      () => machine().write("/opt/python/version", "3 9\n"),
      {},
      ["is Python 3.9, and Hermes Agent needs 3.11 [python-unsuitable]", NOTHING, "/usr/bin/python3.12"],
    ],
    [
      "a Python that does not start",
      () => machine().write("/opt/python/version", "error while loading shared libraries\n"),
      {},
      ["does not start: error while loading shared libraries [python-unsuitable]"],
    ],
    [
      "no venv module",
      () => machine().write("/opt/python/no-venv", ""),
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
        machine().write("/srv/wheels/x.whl", "");
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
        `chown root: ${ROOT} && chmod go-w ${ROOT}`,
      ],
    ],
    [
      "a root whose directory of versions others could write to",
      () =>
        sh(
          `mkdir -p "$HERMES_FLEET_ROOT${ROOT}/versions/x" && chmod 775 "$HERMES_FLEET_ROOT${ROOT}/versions/x"`,
        ),
      {},
      [`${ROOT}/versions/x belongs to another account, could be written to by one`, "[install-root-unsafe]"],
    ],
    [
      "a root below a directory that others could write to, sticky or not",
      () => sh('mkdir "$HERMES_FLEET_ROOT/opt/shared" && chmod 1777 "$HERMES_FLEET_ROOT/opt/shared"'),
      { root: "/opt/shared/hermes" },
      ["/opt/shared could be written to by other accounts", "[install-root-unsafe]", NOTHING],
    ],
    [
      "a root with a link on its way",
      () => sh('cd "$HERMES_FLEET_ROOT/opt" && mkdir real && ln -s real link'),
      { root: "/opt/link/hermes" },
      ["/opt/link is a link to real [install-root-unsafe]", NOTHING, "and no link"],
    ],
    [
      "an interpreter that others could exchange",
      () => sh(`chmod 777 "$HERMES_FLEET_ROOT${PYTHON.replace("/python3", "")}"`),
      {},
      [`root would run ${PYTHON}`, "could be written to by other accounts", "[install-path-unsafe]", NOTHING],
    ],
    [
      "an interpreter whose library others could write to",
      () =>
        sh(
          'mkdir -p "$HERMES_FLEET_ROOT/opt/python/lib/python3.11" && touch "$HERMES_FLEET_ROOT/opt/python/lib/python3.11/os.py" && chmod 666 "$HERMES_FLEET_ROOT/opt/python/lib/python3.11/os.py"',
        ),
      {},
      ["/opt/python/lib/python3.11/os.py belongs to another account", "[install-path-unsafe]"],
    ],
    [
      "an interpreter of a venv whose own interpreter others could exchange",
      () =>
        sh(
          'mkdir -m 777 "$HERMES_FLEET_ROOT/opt/theirs" && echo "home = /opt/theirs" >"$HERMES_FLEET_ROOT/opt/python/pyvenv.cfg"',
        ),
      {},
      ["/opt/theirs could be written to by other accounts", "[install-path-unsafe]"],
    ],
    [
      "a wheel that others could exchange",
      () =>
        sh(
          'mkdir -p "$HERMES_FLEET_ROOT/opt/wheels" && cd "$HERMES_FLEET_ROOT/opt/wheels" && touch a.whl && chmod 666 a.whl',
        ),
      { from: "wheelhouse", wheelhouse: "/opt/wheels" },
      [
        "wheels that root installs from /opt/wheels",
        "a.whl",
        "[install-path-unsafe]",
        "chmod -R go-w /opt/wheels",
      ],
    ],
    [
      "a link in a directory that others could write to",
      () => sh('mkdir -m 777 "$HERMES_FLEET_ROOT/opt/theirs"'),
      { link: "/opt/theirs/hermes" },
      ["root would make /opt/theirs/hermes where another account decides", "[install-path-unsafe]", NOTHING],
    ],
    [
      "a directory that somebody else made",
      () => machine().write(`${installationDirectory()}/bin/hermes`, "x"),
      {},
      ["is there and was not made by this package [already-exists]"],
    ],
    [
      "a link that is taken",
      () => machine().write("/usr/local/bin/hermes-mine", "x"),
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
      () => machine().write("/usr/bin/hermes", "#!/bin/sh\necho 'Hermes Agent v0.18.2 (2026.7.7)'\n", 0o755),
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
