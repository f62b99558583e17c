import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, seen } from "./support/seen";

const PROFILES = "/home/hermes/.hermes/profiles";
const env = (port: number) => ({ API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: String(port) });

/** Longer than Hermes needs to find out that it cannot run, also on a busy machine. */
const health = { healthyForSeconds: 10 };

describe("a real gateway that cannot run", () => {
  const coder = { env: env(18801) };
  const ops = { env: env(18802) };
  const stage = useHermes((made) => ({ fleet: made.profiles({ coder, ops }) }));
  const declare = (profiles: Parameters<typeof stage.declare>[0]) =>
    stage.declare(profiles, { defaults: { health } });
  /** What somebody else's process has on a port: the plan cannot know. */
  const listenOn = (port: number) =>
    must(
      stage.vm,
      `systemd-run --quiet --collect --unit=foreign-${port} python3 -m http.server --bind 127.0.0.1 ${port}
       for n in $(seq 50); do ss -ltnH "sport = ${port}" | grep -q . && break; sleep 0.1; done`,
    );
  const files = () =>
    must(stage.vm, `sha256sum /etc/systemd/system/hermes-gateway-* ${PROFILES}/*/.env | sort`);
  const untouchedCoder = async (run: () => Promise<void>) => {
    const before = await lifeOf(stage.vm, unitOf("coder"));
    await run();
    expect(await lifeOf(stage.vm, unitOf("coder"))).to.deep.equal(before);
  };
  const untouched = async (run: () => Promise<void>) => {
    const before = await files();
    await untouchedCoder(run);
    expect(await files()).to.deep.equal(before);
    await ready(stage.vm, "coder", "ops");
  };

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/ops": "create" });
    await ready(stage.vm, "coder", "ops");
  });

  afterEach(() =>
    must(
      stage.vm,
      "systemctl stop 'foreign-*'; cd /usr/local/bin; [ ! -e hermes.away ] || mv hermes.away hermes",
    ),
  );

  it("on a port that only config.yaml on the host names: exit status 78, and the host is as it was", async () => {
    await untouched(async () => {
      await must(
        stage.vm,
        `install -d -o hermes -g hermes ${PROFILES}/writer
         printf 'platforms:\\n  api_server:\\n    extra:\\n      port: 18801\\n' >${PROFILES}/writer/config.yaml`,
      );
      declare({ coder, ops, writer: { env: { API_SERVER_KEY: "sixteen-characters" } } });
      expectFailure(
        await stage.pulumi.up(),
        "[gateway-failed]",
        "ExecMainStatus=78",
        "now: the host is as it was before",
        "a port that is in use",
        "name it in `ports`",
      );
      const { writer } = await seen(stage.vm, "writer");
      expect(writer.state).to.equal("startup_failed");
      expect(writer.reason).to.include("Port 18801 already in use");
      expect(await must(stage.vm, `cat /etc/systemd/system/${unitOf("writer")} 2>&1 || true`)).to.include(
        "No such file or directory",
      );
    });
  });

  it("as the message says: with the port named in `ports` the plan keeps the two apart", async () => {
    await untouchedCoder(async () => {
      stage.declare({
        coder,
        ops,
        writer: { env: { API_SERVER_KEY: "sixteen-characters" }, ports: [18801] },
      });
      const run = await stage.pulumi.up();
      expect(run.exitCode, run.text).to.equal(0);
      expect(run.text).to.include("coder excludes it: port 18801");
      expect((await seen(stage.vm, "writer")).writer.ActiveState).to.not.equal("active");
      stage.declare({ coder, ops });
      expect((await stage.pulumi.up()).exitCode).to.equal(0);
    });
  });

  it("on a port that another program has: its earlier port is back, and it serves there", async () => {
    await listenOn(18805);
    await untouched(async () => {
      declare({ coder, ops: { env: env(18805) } });
      expectFailure(
        await stage.pulumi.up(),
        "ExecMainStatus=78",
        `${unitOf("ops")} is active again`,
        "`ss -ltnp` on the host",
      );
    });
  });

  it("whose program is gone: nothing is touched", async () => {
    await must(stage.vm, "mv /usr/local/bin/hermes /usr/local/bin/hermes.away");
    await untouched(async () => {
      const before = await lifeOf(stage.vm, unitOf("ops"));
      declare({ coder, ops: { env: env(18806) } });
      expectFailure(
        await stage.pulumi.up(),
        "[executable-missing]",
        "/usr/local/bin/hermes is missing",
        "remedy: install Hermes on the host",
      );
      expect(await lifeOf(stage.vm, unitOf("ops"))).to.deep.equal(before);
    });
  });

  it("whose Python is gone: the earlier program is back, and the message says what to look at", async () => {
    await installProgram("/opt/moved/venv/bin/hermes", "/opt/moved/venv/bin/python3");
    await untouched(async () => {
      declare({ coder, ops: { ...ops, executable: "/opt/moved/venv/bin/hermes" } });
      expectFailure(
        await stage.pulumi.up(),
        "[gateway-failed]",
        "ExecMainStatus=203",
        `${unitOf("ops")} is active again`,
        "the Python that its first line names is missing",
      );
    });
  });

  it("whose Python has no Hermes: the earlier program is back, and its own words are shown", async () => {
    await installProgram("/opt/other/bin/hermes", "/usr/bin/python3");
    await untouched(async () => {
      declare({ coder, ops: { ...ops, executable: "/opt/other/bin/hermes" } });
      expectFailure(
        await stage.pulumi.up(),
        "[gateway-failed]",
        "ExecMainStatus=1",
        "ModuleNotFoundError: No module named 'hermes_cli'",
        `${unitOf("ops")} is active again`,
      );
    });
  });

  it("in a home that the account cannot write: nothing is touched", async () => {
    await must(stage.vm, `install -d -o root -m 755 ${PROFILES}/locked`);
    await untouched(async () => {
      declare({ coder, ops, locked: { env: env(18807) } });
      expectFailure(
        await stage.pulumi.up(),
        "[home-unwritable]",
        `${PROFILES}/locked cannot be written by hermes`,
        "give the account its home",
      );
    });
  });

  it("in a home that somebody used as root: it ends with 1 again and again, and is taken back", async () => {
    await must(
      stage.vm,
      `install -d -o hermes -g hermes ${PROFILES}/rooted; install -d -o root -m 700 ${PROFILES}/rooted/logs`,
    );
    await untouched(async () => {
      declare({ coder, ops, rooted: { env: env(18808) } });
      expectFailure(
        await stage.pulumi.up(),
        "[gateway-failed]",
        "ExecMainStatus=1",
        `PermissionError: [Errno 13] Permission denied: '${PROFILES}/rooted/logs`,
        "now: the host is as it was before",
      );
    });
  });

  it("corrected, the next up goes through; a profile without settings has a gateway too", async () => {
    stage.declare({ coder, ops: { env: env(18809) }, plain: {} });
    const run = await stage.pulumi.up();
    expect(run.exitCode, run.text).to.equal(0);
    await ready(stage.vm, "coder", "ops");
    const { plain } = await seen(stage.vm, "plain");
    expect(plain).to.deep.include({ ActiveState: "active", platforms: {} });
  });

  /** A copy of the program that pip made, for another Python. */
  async function installProgram(path: string, python: string): Promise<void> {
    await must(
      stage.vm,
      `install -D -m 755 /usr/local/bin/hermes ${path}; sed -i '1s|.*|#!${python}|' ${path}`,
    );
  }
});
