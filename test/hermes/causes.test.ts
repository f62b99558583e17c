import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { must } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";

const ROOT = "/home/hermes/.hermes";
const env = (port: number) => ({ API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: String(port) });
const soon = (ready: object) => ({ health: { healthyForSeconds: 2, deadlineSeconds: 6, ready } });

describe("what a real gateway says when it cannot run", () => {
  const main = { env: env(18801) };
  const stage = useHermes((made) => ({ fleet: made.profiles({ default: main }) }));
  const fails = async (profile: object, ...says: string[]) => {
    stage.declare({ default: main, other: profile });
    expectFailure(await stage.pulumi.up(), "now: the host is as it was before", ...says);
  };

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/default": "create" });
  });

  afterEach(() => must(stage.vm, `systemctl stop foreign; rm -rf ${ROOT}/profiles/other; true`));

  it("about a key that is too short", () =>
    fails(
      {
        env: { API_SERVER_KEY: "short", API_SERVER_ENABLED: "1" },
        ...soon({ stateFile: true, platforms: ["api_server"] }),
      },
      "it was not ready after 6 s: platform api_server: retrying; Result=success",
      "cause: the API server does not start without a key of 16 characters or more\n",
      "remedy: declare `env.API_SERVER_KEY`; `openssl rand -hex 32` makes one; ",
    ));

  it("about another gateway in its home", async () => {
    const home = `${ROOT}/profiles/other`;
    await must(
      stage.vm,
      `install -d -o hermes -g hermes -m 700 ${ROOT}/profiles ${home}
       systemd-run --quiet --collect --unit=foreign --uid=hermes -E HERMES_HOME=${home} -E HERMES_GATEWAY_MAX_STARTS=0 hermes --profile other gateway run`,
    );
    await until(
      "it has its pid file",
      async () => (await must(stage.vm, `ls ${home}`)).includes("gateway.pid"),
      60,
    );
    const pid = await must(stage.vm, "systemctl show --value -p MainPID foreign");
    await fails(
      { env: env(18802), health: { healthyForSeconds: 10 } },
      "ExecMainStatus=1",
      `cause: another gateway runs in the same home (PID ${pid})\n`,
      `remedy: \`systemctl status ${pid}\` on the host shows whose it is: stop it, or give the profile a home of its own (\`home\`), which is ${home} now; `,
    );
  });

  it("about a gateway that serves its profile already", async () => {
    await must(
      stage.vm,
      // with a list, which 0.19.0 does not read, it is left to Hermes whom it serves; without one nothing is started
      `printf 'gateway:\\n  multiplex_profiles: true\\n  multiplex_profile_allowlist: [none]\\n' >${ROOT}/config.yaml
       chown hermes: ${ROOT}/config.yaml`,
    );
    await fails(
      { env: env(18802), health: { healthyForSeconds: 10 } },
      "ExecMainStatus=1",
      "cause: the gateway of the profile default serves the profile other itself\n",
      "remedy: switch multiplexing off in the profile default (`gateway.multiplex_profiles: false`) and restart its gateway, or take other out of the fleet; ",
    );
    await must(stage.vm, `rm ${ROOT}/config.yaml`);
  });

  it("about a start that nobody foresaw to be one too many", async () => {
    const other = { env: env(18802), environment: { HERMES_GATEWAY_MAX_STARTS: "" } };
    const home = `${ROOT}/profiles/other`;
    await must(
      stage.vm,
      `install -d -o hermes -g hermes -m 700 ${home}
       printf 'gateway:\\n  respawn_storm: { max_starts: 1, window_seconds: 600 }\\n' >${home}/config.yaml
       chown hermes: ${home}/config.yaml`,
    );
    stage.declare({ default: main, other });
    const first = await stage.pulumi.up();
    expect(first.exitCode, first.text).to.equal(0);
    stage.declare({ default: main, other: { ...other, ...soon({ stateFile: true }), env: env(18803) } });
    expectFailure(
      await stage.pulumi.up(),
      // it sleeps before it writes anything
      "it was not ready after 6 s: state file says ",
      "cause: Hermes was started too often and sleeps 10 s before it serves\n",
      `\`rm ${home}/gateway-starts.log\` on the host lets it start at once; `,
    );
  });
});

describe("what a real gateway of an account's own manager says when it cannot run", () => {
  const profile = { scope: "user", env: env(18802), health: { healthyForSeconds: 10 } } as const;
  const stage = useHermes((made) => ({ fleet: made.profiles({ mine: profile }) }));

  it("is read of its own journal and state file", async () => {
    await must(
      stage.vm,
      `systemd-run --quiet --collect --unit=foreign python3 -m http.server --bind 127.0.0.1 18802
       for n in $(seq 50); do ss -ltnH "sport = 18802" | grep -q . && break; sleep 0.1; done`,
    );
    expectFailure(
      await stage.pulumi.up(),
      "ExecMainStatus=78",
      "cause: a port that is in use: ",
      ", says platform api_server (api_server_port_in_use)\n",
      "remedy: `ss -ltnp` on the host shows who has which port; ",
      "_SYSTEMD_USER_UNIT=hermes-gateway-mine.service -n 50` on the host shows more",
    );
  });

  it("and what it only printed, of its journal", async () => {
    await must(
      stage.vm,
      "systemctl stop foreign; install -D -m 755 /usr/local/bin/hermes /opt/other/bin/hermes",
    );
    await must(stage.vm, "sed -i '1s|.*|#!/usr/bin/python3|' /opt/other/bin/hermes");
    stage.declare({ mine: { ...profile, executable: "/opt/other/bin/hermes" } });
    expectFailure(
      await stage.pulumi.up(),
      "cause: the Python that runs Hermes lacks a package: hermes_cli\n",
      "remedy: install Hermes again with what its platforms need",
    );
  });
});
