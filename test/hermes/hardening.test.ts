import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "../hosts/support/inspect";
import { FAKE_SIGNAL } from "./support/fake-signal";
import { TEST_ENVIRONMENT, useHermes } from "./support/hermes-stage";
import { ready, seen } from "./support/seen";

const env = (port: number) => ({ API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: String(port) });
const signal = { SIGNAL_HTTP_URL: "http://127.0.0.1:18090", SIGNAL_ACCOUNT: "+15550001" };

describe("a real gateway with hardening: strict", () => {
  const across = { exclusiveGroup: "across", env: env(18801) };
  const stage = useHermes((made) => ({
    fleet: made.profiles(
      {
        coder: { ...across, priority: 2, env: { ...env(18801), ...signal } },
        writer: { ...across, scope: "user" },
      },
      { defaults: { hardening: "strict", environment: TEST_ENVIRONMENT } },
    ),
  }));
  /** Runs in the gateway's own view of the file system, as its account. */
  const inside = (script: string) =>
    must(
      stage.vm,
      `pid=$(systemctl show -P MainPID ${unitOf("coder")}); nsenter -t "$pid" -m setpriv --reuid hermes --regid hermes --clear-groups sh -c '${script}'`,
    );

  before(() =>
    must(
      stage.vm,
      `cat >/root/bridge.py <<'PROGRAM'\n${FAKE_SIGNAL}PROGRAM\nsystemd-run --quiet --unit=fake-signal python3 /root/bridge.py`,
    ),
  );

  it("is ready with its messenger, behind the lock that keeps a gateway of its account's own manager apart", async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" });
    await ready(stage.vm, "coder");
    const { coder } = await seen(stage.vm, "coder");
    expect(coder.platforms).to.deep.equal({ api_server: "connected", signal: "connected" });
  });

  it("has no rights to gain, and reads and writes nothing but what is its account's", async () => {
    const status = await must(
      stage.vm,
      `grep -E '^(NoNewPrivs|CapBnd|Seccomp):' "/proc/$(systemctl show -P MainPID ${unitOf("coder")})/status"`,
    );
    expect(status.replaceAll(/\t/g, " ").split("\n")).to.deep.equal([
      "CapBnd: 0000000000000000",
      "NoNewPrivs: 1",
      "Seccomp: 2",
    ]);
    const tried = await inside(
      "cd /; for d in /home/hermes /home/hermes/.hermes/profiles/coder /tmp /usr /etc /var/lib /opt; do " +
        "if touch $d/.tried 2>/dev/null; then rm $d/.tried; echo $d; fi; done",
    );
    expect(tried.split("\n")).to.deep.equal(["/home/hermes", "/home/hermes/.hermes/profiles/coder", "/tmp"]);
    expect(await inside('ls /dev | grep -c -E "^(sd|vd|kmsg|mem)" || true')).to.equal("0");
  });

  it("under its account's own manager it runs too, once the other gives way", async () => {
    stage.declare(
      {
        coder: { ...across, priority: 2, env: { ...env(18801), ...signal } },
        writer: { ...across, priority: 3, scope: "user" },
      },
      { defaults: { hardening: "strict", environment: TEST_ENVIRONMENT } },
    );
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update", "hermes/vm1/writer": "update" });
    const pid = await must(
      stage.vm,
      `runuser -u hermes -- env XDG_RUNTIME_DIR=/run/user/$(id -u hermes) systemctl --user show -P MainPID ${unitOf("writer")}`,
    );
    expect(Number(pid)).to.be.greaterThan(0);
    const status = await must(stage.vm, `grep -E '^(NoNewPrivs|Seccomp):' /proc/${pid}/status`);
    expect(status.replaceAll(/\t/g, " ").split("\n")).to.deep.equal(["NoNewPrivs: 1", "Seccomp: 2"]);
  });
});
