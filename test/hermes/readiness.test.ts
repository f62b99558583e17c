import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { FAKE_SIGNAL } from "./support/fake-signal";
import { useHermes } from "./support/hermes-stage";
import { ready, seen } from "./support/seen";
import { watchArgv } from "./support/watch-argv";

type Profile = NonNullable<FleetInput["profiles"][string]>;

const HOMES = "/home/hermes/.hermes/profiles";
const env = (port: number, account = "") => ({
  API_SERVER_KEY: "sixteen-characters",
  API_SERVER_PORT: String(port),
  ...(account === "" ? {} : { SIGNAL_HTTP_URL: "http://127.0.0.1:18090", SIGNAL_ACCOUNT: account }),
});
const waitsFor = (...platforms: string[]): Profile => ({
  health: { healthyForSeconds: 3, deadlineSeconds: 8, ready: { stateFile: true, platforms } },
});

describe("a real gateway that waits for its platforms", () => {
  const a = { env: env(18801, "+15550001"), ...waitsFor("api_server", "signal") };
  const b = { env: env(18802), ...waitsFor("api_server") };
  const bWithSignal = { ...b, ...waitsFor("api_server", "signal") };
  const stage = useHermes((made) => ({ fleet: made.profiles({ a, b }) }));

  before(() =>
    must(
      stage.vm,
      `cat >/root/bridge.py <<'PROGRAM'\n${FAKE_SIGNAL}PROGRAM\nsystemd-run --quiet --unit=fake-signal python3 /root/bridge.py`,
    ),
  );

  it("is ready when they are connected, and the run says so", async () => {
    const run = await stage.pulumi.up();
    expectRun(run, { "hermes/vm1/a": "create", "hermes/vm1/b": "create" });
    expect(run.text + run.log).to.match(
      /hermes-gateway-a\.service is ready after \d+\.\d s: state file says running, pid \d+, api_server signal connected/,
    );
    expectRun(await stage.pulumi.preview(), {});
  });

  it("that has another one's account beside it is rolled back, and told why and what to do", async () => {
    const before = await lifeOf(stage.vm, unitOf("a"));
    await signalByHand("+15550001");
    stage.declare({ a, b: { ...bWithSignal, environment: { A: "1" } } });
    const run = await stage.pulumi.up();
    const { pid } = JSON.parse(await must(stage.vm, `cat ${HOMES}/a/gateway_state.json`));
    expectFailure(
      run,
      "it was not ready after 8 s: platform signal: retrying, signal-phone_lock; Result=success ExecMainStatus=0",
      `cause: another gateway of this account has the same credential (PID ${pid}), says platform signal (signal-phone_lock)`,
      `\`systemctl status ${pid}\` on the host shows whose it is: stop that gateway, or give this profile a credential of its own`,
      "the previous files are back",
    );
    expect(run.text + run.log).to.match(
      /waiting for hermes-gateway-b\.service: \d s of 8 s, active for \d of 3 s, platform signal: retrying, signal-phone_lock/,
    );
    expect(run.text + run.log).to.not.include("+15550001");
    expect(await lifeOf(stage.vm, unitOf("a"))).to.deep.equal(before);
  });

  it("corrected, the next up goes through", async () => {
    await signalByHand("+15550003");
    expectRun(await stage.pulumi.up(), { "hermes/vm1/b": "update" });
    await ready(stage.vm, "a", "b");
    const { platforms } = (await seen(stage.vm, "b")).b;
    expect(platforms).to.deep.equal({ api_server: "connected", signal: "connected" });
  });

  it("does not take what an earlier process left in the state file for its own", async () => {
    const irc =
      "file['platforms']['irc'] = {'state': 'connected', 'updated_at': '2026-01-01T00:00:00+00:00'}";
    await must(
      stage.vm,
      `systemctl stop ${unitOf("b")}; cd ${HOMES}/b && runuser -u hermes -- python3 -c "
import json
file = json.load(open('gateway_state.json'))
${irc}
json.dump(file, open('gateway_state.json', 'w'))"; systemctl start ${unitOf("b")}`,
    );
    await ready(stage.vm, "b");
    expect((await seen(stage.vm, "b")).b.platforms).to.include({ irc: "connected" });
    stage.declare({ a, b: { ...b, ...waitsFor("irc"), environment: { A: "2" } } });
    expectFailure(
      await stage.pulumi.up(),
      "it was not ready after 8 s: platform irc: not in the state file since the start; Result=success",
      "remedy: compare the profile's `health.ready` with what the gateway really does; ",
    );
  });

  /** In the host's own part of .env, where no plan sees it. */
  async function signalByHand(account: string): Promise<void> {
    await must(
      stage.vm,
      `cd ${HOMES}/b && sed -i '/^SIGNAL_/d' .env && printf 'SIGNAL_HTTP_URL=http://127.0.0.1:18090\\nSIGNAL_ACCOUNT=${account}\\n' >>.env`,
    );
  }
});

describe("a real gateway with a watchdog", () => {
  const w = { env: env(18803), health: { healthyForSeconds: 1 } };
  const watched = { ...w, config: { gateway: { systemd_watchdog_seconds: 10 } } };
  const stage = useHermes((made) => ({ fleet: made.profiles({ w: watched }) }));
  const shown = (properties: string) =>
    must(stage.vm, `systemctl show -p ${properties} ${unitOf("w")} | sort`).then((text) => text.split("\n"));

  it("tells systemd that it is ready, and that it lives", async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/w": "create" });
    expect(await shown("Type,NotifyAccess,WatchdogUSec,NRestarts,StatusText,TimeoutStartUSec")).to.deep.equal(
      [
        "NRestarts=0",
        "NotifyAccess=main",
        "StatusText=Hermes Gateway running",
        "TimeoutStartUSec=6min 30s",
        "Type=notify",
        "WatchdogUSec=10s",
      ],
    );
    expectRun(await stage.pulumi.preview(), {});
  });

  it("has started when systemctl returns", async () => {
    const state = `cat ${HOMES}/w/gateway_state.json`;
    const [text, main] = [
      await must(stage.vm, `systemctl restart ${unitOf("w")} && ${state}`),
      await must(stage.vm, `systemctl show --value -p MainPID ${unitOf("w")}`),
    ];
    expect(JSON.parse(text)).to.include({ gateway_state: "running", pid: Number(main) });
  });

  it("that hangs is started again", async () => {
    await must(stage.vm, `systemctl kill --kill-who=main --signal=SIGSTOP ${unitOf("w")}`);
    await until(
      "systemd has started it again",
      async () => (await shown("NRestarts")).includes("NRestarts=1"),
      60,
    );
    await ready(stage.vm, "w");
  });

  it("on a port that is in use is put back, with its settings, and told whose remedy it is", async () => {
    await must(
      stage.vm,
      `systemd-run --quiet --collect --unit=foreign python3 -m http.server --bind 127.0.0.1 18804
       for n in $(seq 50); do ss -ltnH "sport = 18804" | grep -q . && break; sleep 0.1; done`,
    );
    const config = await must(stage.vm, `cat ${HOMES}/w/config.yaml`);
    stage.declare({
      w: { ...watched, env: env(18804), config: { gateway: { systemd_watchdog_seconds: 30 } } },
    });
    expectFailure(
      await stage.pulumi.up(),
      "is failed; Result=exit-code ExecMainStatus=78",
      "cause: a port that is in use: ",
      ", says platform api_server (api_server_port_in_use)",
      "`ss -ltnp` on the host shows who has which port",
      `${unitOf("w")} is active again`,
    );
    expect(await must(stage.vm, `cat ${HOMES}/w/config.yaml`)).to.equal(config);
    expect(await shown("WatchdogUSec")).to.deep.equal(["WatchdogUSec=10s"]);
    await ready(stage.vm, "w");
  });

  it("without it again is a plain program", async () => {
    stage.declare({ w });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/w": "update" });
    expect(await shown("Type,WatchdogUSec")).to.deep.equal(["Type=exec", "WatchdogUSec=0"]);
    await ready(stage.vm, "w");
  });
});

describe("a real gateway that is asked for its name", () => {
  const key = "canary-7d20aa-of-the-api-server";
  const byName = {
    ports: "allocate",
    health: { healthyForSeconds: 1, deadlineSeconds: 6, ready: { api: true } },
  } as const;
  const c = { ...byName, env: { API_SERVER_KEY: { config: "key" } } };
  const stage = useHermes((made) => ({
    fleet: made.profiles({ c, default: c }),
    config: { key },
    secrets: ["key"],
  }));

  it("is ready when it says the right one, and its key is in nobody's words", async () => {
    const watch = watchArgv(key);
    const run = await stage.pulumi.up();
    watch.stop();
    expect(run.exitCode, run.text).to.equal(0);
    expect(run.text + run.log).to.match(
      /hermes-gateway-c\.service is ready after \d+\.\d s: API server on port \d+ answers as c\n/,
    );
    expect(run.text + run.log).to.match(
      /hermes-gateway\.service is ready after \d+\.\d s: API server on port \d+ answers as hermes-agent\n/,
    );
    expect([run.text.includes(key), run.log.includes(key), watch.hits]).to.deep.equal([false, false, []]);
    expectRun(await stage.pulumi.preview(), {});
  });

  it("is rolled back when it says another one", async () => {
    await must(stage.vm, `printf 'API_SERVER_MODEL_NAME=other\\n' >>${HOMES}/c/.env`);
    stage.declare({ c: { ...c, environment: { A: "1" } }, default: c });
    expectFailure(
      await stage.pulumi.up(),
      "it was not ready after 6 s: API server on port ",
      " answers as other, not as c; Result=success",
      "the previous files are back",
    );
  });
});
