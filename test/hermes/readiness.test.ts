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

  /** In the host's own part of .env, where no plan sees it. */
  async function signalByHand(account: string): Promise<void> {
    await must(
      stage.vm,
      `cd ${HOMES}/b && sed -i '/^SIGNAL_/d' .env && printf 'SIGNAL_HTTP_URL=http://127.0.0.1:18090\\nSIGNAL_ACCOUNT=${account}\\n' >>.env`,
    );
  }
});
