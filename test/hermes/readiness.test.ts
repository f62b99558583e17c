import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "../hosts/support/inspect";
import { FAKE_SIGNAL } from "./support/fake-signal";
import { useHermes } from "./support/hermes-stage";
import { ready, seen } from "./support/seen";

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
  const b = { env: env(18802, "+15550002"), ...waitsFor("api_server", "signal") };
  const stage = useHermes((made) => ({ fleet: made.profiles({ a, b }) }));
  const bridge = (does: "start" | "stop") =>
    must(
      stage.vm,
      does === "stop"
        ? "systemctl stop fake-signal"
        : "systemd-run --quiet --collect --unit=fake-signal python3 /root/bridge.py",
    );

  before(async () => {
    await must(stage.vm, `cat >/root/bridge.py <<'PROGRAM'\n${FAKE_SIGNAL}PROGRAM`);
    await bridge("start");
  });

  it("is ready when they are connected, and the run says so", async () => {
    const run = await stage.pulumi.up();
    expectRun(run, { "hermes/vm1/a": "create", "hermes/vm1/b": "create" });
    expect(run.text + run.log).to.match(
      /hermes-gateway-a\.service is ready after \d+\.\d s: state file says running, pid \d+, api_server signal connected/,
    );
    expectRun(await stage.pulumi.preview(), {});
  });

  it("that has another one's account beside it is rolled back, and told why and what to do", async () => {
    const account = async (text: string) =>
      must(stage.vm, `sed -i '/^SIGNAL_ACCOUNT=/d' ${HOMES}/b/.env; printf '${text}' >>${HOMES}/b/.env`);
    stage.declare({ a, b: { ...b, env: env(18802) } });
    const before = await lifeOf(stage.vm, unitOf("a"));
    // In the host's own part of .env, where no plan sees it.
    await must(stage.vm, `printf 'SIGNAL_HTTP_URL=http://127.0.0.1:18090\\n' >>${HOMES}/b/.env`);
    await account("SIGNAL_ACCOUNT=+15550003\\n");
    expectRun(await stage.pulumi.up({ targets: ["hermes/vm1/b"] }), { "hermes/vm1/b": "update" });
    await account("SIGNAL_ACCOUNT=+15550001\\n");
    stage.declare({
      a,
      b: { ...b, env: env(18802), environment: { HERMES_GATEWAY_MAX_STARTS: "0", A: "1" } },
    });
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
    await must(
      stage.vm,
      `sed -i '/^SIGNAL_ACCOUNT=/d' ${HOMES}/b/.env; printf 'SIGNAL_ACCOUNT=+15550003\\n' >>${HOMES}/b/.env`,
    );
    expectRun(await stage.pulumi.up(), { "hermes/vm1/b": "update" });
    await ready(stage.vm, "a", "b");
    expect((await seen(stage.vm, "b")).b.platforms).to.deep.equal({
      api_server: "connected",
      signal: "connected",
    });
  });
});
