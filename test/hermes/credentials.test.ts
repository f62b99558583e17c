import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "../hosts/support/inspect";
import { FAKE_SIGNAL } from "./support/fake-signal";
import { useHermes } from "./support/hermes-stage";
import { ready, seen, settled } from "./support/seen";

const env = (port: number, account: string) => ({
  API_SERVER_KEY: "sixteen-characters",
  API_SERVER_PORT: String(port),
  SIGNAL_HTTP_URL: "http://127.0.0.1:18090",
  SIGNAL_ACCOUNT: account,
});

describe("real gateways with one account of a messenger", () => {
  const a = { priority: 2, env: env(18801, "+15550001") };
  const b = { priority: 1, env: env(18802, "+15550001") };
  const stage = useHermes((made) => ({ fleet: made.profiles({ a, b }) }));
  const platforms = async (profile: string) => (await seen(stage.vm, profile))[profile]?.platforms;

  before(() =>
    must(
      stage.vm,
      `cat >/root/bridge.py <<'PROGRAM'\n${FAKE_SIGNAL}PROGRAM\nsystemd-run --quiet --unit=fake-signal python3 /root/bridge.py`,
    ),
  );

  it("declared, one of them runs and is connected", async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/a": "create", "hermes/vm1/b": "create" });
    await ready(stage.vm, "a");
    expect(await platforms("a")).to.deep.equal({ api_server: "connected", signal: "connected" });
    expect((await seen(stage.vm, "b")).b.ActiveState).to.equal("inactive");
  });

  it("a hand-over leaves the account free: the other connects at its first try", async () => {
    await settled(stage.vm, "a");
    stage.declare({ a, b: { ...b, priority: 3 } });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/a": "update", "hermes/vm1/b": "update" });
    await ready(stage.vm, "b");
    await settled(stage.vm, "b");
    expect(await platforms("b")).to.deep.equal({ api_server: "connected", signal: "connected" });
    const log = await must(stage.vm, "cat /home/hermes/.hermes/profiles/b/logs/gateway.log");
    expect(log).to.not.include("already in use");
  });

  it("that are to run together are refused before anything happens, with the way out", async () => {
    stage.declare({ a, b }, { exclusion: "declared" });
    expectFailure(
      await stage.pulumi.preview(),
      "shared-credential",
      "the profiles a and b would run together on vm1 and use the same Signal account",
      "let one of them run at a time",
    );
  });

  it("written by hand outside of our block the account is nobody's claim: Hermes itself keeps one waiting", async () => {
    const apart = { ...b, env: env(18802, "") };
    stage.declare({ a, b: apart });
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    await ready(stage.vm, "a", "b");
    await must(
      stage.vm,
      `printf 'SIGNAL_ACCOUNT=+15550001\\n' >>/home/hermes/.hermes/profiles/b/.env; systemctl restart ${unitOf("b")}`,
    );
    await ready(stage.vm, "b");
    await settled(stage.vm, "b");
    expect(await platforms("b")).to.deep.equal({ api_server: "connected", signal: "retrying" });
    expect(await platforms("a")).to.deep.equal({ api_server: "connected", signal: "connected" });
  });
});
