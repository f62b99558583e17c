import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { statusesOf } from "../e2e/support/state";
import { openDoor, shutDoor } from "../faults/host/together";
import { contacts } from "./support/guard-state";
import { lifeOf, logins, must, serving, transactions, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

type Profile = FleetInput["profiles"][string];

/** A gateway that does not become healthy: what it is, what it becomes, and what the error says of it. */
interface BadCase {
  readonly options: object;
  readonly environment: Readonly<Record<string, string>>;
  readonly says: readonly (string | RegExp)[];
}

const CASES: Readonly<Record<string, BadCase>> = {
  "dies-1": {
    options: { health: { healthyForSeconds: 45 } },
    environment: { STANDIN_EXIT: "3", STANDIN_EXIT_AFTER: "1" },
    says: [/it ended [1-3] s after its start and waits for its restart; Result=exit-code ExecMainStatus=3/],
  },
  "dies-10": {
    options: { health: { healthyForSeconds: 45 } },
    environment: { STANDIN_EXIT: "3", STANDIN_EXIT_AFTER: "10" },
    says: [/it ended (9|1\d) s after its start and waits for its restart; Result=exit-code ExecMainStatus=3/],
  },
  "dies-40": {
    options: { health: { healthyForSeconds: 45 } },
    environment: { STANDIN_EXIT: "3", STANDIN_EXIT_AFTER: "40" },
    says: [
      /it ended (3[89]|4\d) s after its start and waits for its restart; Result=exit-code ExecMainStatus=3/,
    ],
  },
  flaps: {
    options: { restart: "always", restartSec: 0.1, health: { healthyForSeconds: 8 } },
    environment: { STANDIN_EXIT: "0", STANDIN_EXIT_AFTER: "1.2" },
    says: [
      /it flaps: it was started again within \d+ s \(NRestarts=[1-9]\d*, PID \d+ after \d+\)|waits for its restart|it was active and is (de)?activating again/,
    ],
  },
  closes: {
    options: {
      environment: { API_SERVER_PORT: "18901" },
      health: { healthyForSeconds: 8, deadlineSeconds: 10, ready: { port: 18901 } },
    },
    environment: { API_SERVER_PORT: "18901", STANDIN_CLOSE_AFTER: "6" },
    says: [/it was not ready any more, though it was at first after 1[0-3] s: port 18901: nobody listens/],
  },
  elsewhere: {
    options: {
      environment: { API_SERVER_PORT: "18902" },
      health: { healthyForSeconds: 2, deadlineSeconds: 5, ready: { port: 18902 } },
    },
    environment: { API_SERVER_PORT: "18903" },
    says: [/it was not ready after [56] s: port 18902: nobody listens/],
  },
  foreign: {
    options: { health: { healthyForSeconds: 2, deadlineSeconds: 5 } },
    environment: { A: "1" },
    says: [/port 22: a process outside of hermes-gateway-foreign\.service listens/],
  },
  never: {
    options: { health: { healthyForSeconds: 2, deadlineSeconds: 5, ready: { stateFile: true } } },
    environment: { STANDIN_READY_DELAY: "never" },
    says: [/it was not ready after [56] s: state file says starting, pid \d+;/],
  },
  busy: {
    options: {
      environment: { API_SERVER_PORT: "18904" },
      health: { healthyForSeconds: 2, deadlineSeconds: 5, ready: { url: "http://127.0.0.1:18904/health" } },
    },
    environment: { API_SERVER_PORT: "18904", STANDIN_HTTP: "503" },
    says: [/it was not ready after [56] s: http:\/\/127\.0\.0\.1:18904\/health: HTTP 503, not 200/],
  },
  unproven: {
    options: { health: { healthyForSeconds: 2, deadlineSeconds: 5 } },
    environment: { A: "1" },
    says: [/it was not ready after [56] s: the ready command ended with 1/],
  },
  refuses: {
    options: { health: { healthyForSeconds: 12 } },
    environment: { STANDIN_EXIT: "78", STANDIN_EXIT_AFTER: "0.5" },
    says: [
      /it ended within \d s of its start and is failed; Result=exit-code ExecMainStatus=78/,
      "exit status 78 is",
    ],
  },
};

/** What is waited for only with the change, so that the gateway can be made first. */
const LATER: Readonly<Record<string, object>> = {
  foreign: { port: 22 },
  unproven: { command: ["/usr/bin/test", "-e", "a file that is not there"] },
};

const FINE_LOG = "/home/hermes/.hermes/profiles/fine/logs/standin.log";
const HEALTH = { healthyForSeconds: 1 };

describe("the health window", function () {
  this.timeout(180_000);

  // Not watched for as long: only the change is to fail.
  const good = () =>
    Object.fromEntries(
      Object.entries(CASES).map(([name, { options }]) => {
        const { health, ...rest } = options as { health: object };
        return [name, { ...rest, health: { ...health, ...HEALTH } }];
      }),
    );
  const bad = () =>
    Object.fromEntries(
      Object.entries(CASES).map(([name, { options, environment }]) => {
        const { health, ...rest } = options as { health: object };
        const ready = LATER[name];
        return [name, { ...rest, environment, health: { ...health, ...(ready ? { ready } : {}) } }];
      }),
    );
  const pair = (higher: string) => ({
    left: { exclusiveGroup: "pair", priority: higher === "left" ? 2 : 1, health: HEALTH },
    right: { exclusiveGroup: "pair", priority: higher === "right" ? 2 : 1, health: HEALTH },
  });
  const stage = useLab(1, (made) => ({
    fleet: made.fleet(1, { ...good(), ...pair("left"), fine: { health: HEALTH } } as Record<string, Profile>),
  }));
  const write = (profiles: object) =>
    stage.project.writeFleet(stage.fleet(1, profiles as Record<string, Profile>));
  const names = [...Object.keys(CASES), "fine", "left"].sort();
  const filesOf = (names: readonly string[]) =>
    must(stage.host(1), `cd /etc/systemd/system && sha256sum ${names.map(unitOf).join(" ")}`);
  const said = ({ text, log }: { text: string; log: string }) => text + log;
  /** How often the host was changed and asked for that, and how often a gateway was started. */
  const counts = async () => ({
    logins: await logins(stage.host(1)),
    contacts: await contacts(stage.host(1)),
    transactions: await transactions(stage.host(1)),
    fine: Number(await must(stage.host(1), `grep -c '"event":"start"' ${FINE_LOG}`)),
  });
  let earlier = "";

  before(async () => {
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await serving(stage.host(1))).to.deep.equal(names);
    earlier = await filesOf([...Object.keys(CASES), "right"]);
  });

  it("catches every gateway that does not become healthy, and whoever ran before is up again", async () => {
    const { left, right } = pair("right");
    const environment = { STANDIN_EXIT: "4", STANDIN_EXIT_AFTER: "0.7" };
    const fine = await lifeOf(stage.host(1), unitOf("fine"));
    write({
      ...bad(),
      left,
      right: { ...right, environment, health: { healthyForSeconds: 3 } },
      fine: { environment: { A: "1" }, health: { ...HEALTH, ready: { stateFile: true } } },
    });
    const result = await stage.pulumi.up();
    const text = said(result);
    expectFailure(result, "[gateway-failed]");
    for (const [name, { says }] of Object.entries(CASES)) {
      const message = text
        .split("\n")
        .find((line) => line.includes(`${unitOf(name)} did not become healthy`));
      for (const one of says) expect(name === "refuses" ? text : message, name).to.match(new RegExp(one));
      expect(text, name).to.match(
        new RegExp(`now: the previous files are back, .*${unitOf(name)} is active again`),
      );
    }
    expect(text).to.match(new RegExp(`${unitOf("left")} is active again \\(gap \\d+(\\.\\d)? s\\)`));
    expect(text).to.match(new RegExp(`${unitOf("fine")}: gap \\d\\.\\d s, from its stop until it was ready`));
    expect(await serving(stage.host(1))).to.deep.equal(names);
    expect(await filesOf([...Object.keys(CASES), "right"])).to.equal(earlier);
    expect((await lifeOf(stage.host(1), unitOf("fine"))).InvocationID).to.not.equal(fine.InvocationID);
    // Whether the pair's operations arrive together is not for us to say: the lower one may have been applied before.
    const { "hermes/vm1/left": _, ...statuses } = statusesOf(await stage.pulumi.exportState());
    expect(statuses).to.deep.equal({
      ...Object.fromEntries(
        [...Object.keys(CASES), "right"].map((name) => [`hermes/vm1/${name}`, "rolled-back"]),
      ),
      "hermes/vm1/fine": "applied",
    });
    expect(await must(stage.host(1), "systemctl --failed --plain --no-legend")).to.equal("");
  });

  it("says while it waits what it waits for, and what it saw last", async () => {
    write({ never: bad().never });
    const text = said(await stage.pulumi.up({ targets: ["hermes/vm1/never"] }));
    expect(text).to.match(
      /restarting hermes-gateway-never\.service: drain of hermes-gateway-never\.service ≤ 70 s, active ≤ 5 s, a new PID, ready by its state file/,
    );
    expect(text).to.match(/hermes-gateway-never\.service is active, PID \d+ after \d+/);
    expect(text).to.match(
      /waiting for hermes-gateway-never\.service: 2 s of 5 s, active for [12] of 2 s, state file says starting, pid \d+/,
    );
  });

  it("retries exactly the group that failed: the others of its transaction succeed and are not touched again", async () => {
    const host = stage.host(1);
    const { "dies-1": dying } = bad();
    const fleet = { ...good(), ...pair("left"), fine: { environment: { A: "1" }, health: HEALTH } };
    write(fleet);
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    const [never, earlier] = [await lifeOf(host, unitOf("never")), await counts()];
    const changed = {
      ...fleet,
      "dies-1": dying,
      fine: { environment: { A: "2" }, health: HEALTH },
      // Its file changes, and nothing that needs a restart.
      never: { ...good().never, restartSec: 9 },
    };
    write(changed);
    await shutDoor(host);
    let isOver = false;
    const running = stage.pulumi.up().finally(() => {
      isOver = true;
    });
    await openDoor(host, () => isOver);
    const first = await running;
    expectFailure(first, `${unitOf("dies-1")} did not become healthy`);
    expect(said(first)).to.match(/hermes-gateway-dies-1\.service is active again \(gap \d+(\.\d)? s\)/);
    expect(await counts()).to.deep.equal({
      logins: earlier.logins + 1,
      contacts: earlier.contacts + 1,
      transactions: earlier.transactions + 1,
      fine: earlier.fine + 1,
    });
    expect(await lifeOf(host, unitOf("never"))).to.deep.equal(never);
    const statuses = Object.entries(statusesOf(await stage.pulumi.exportState()));
    expect(statuses.filter(([, status]) => status !== "applied")).to.deep.equal([
      ["hermes/vm1/dies-1", "rolled-back"],
    ]);
    const fine = await lifeOf(host, unitOf("fine"));
    const second = await stage.pulumi.up();
    expectFailure(second, `${unitOf("dies-1")} did not become healthy`);
    expect(Object.keys(second.changes)).to.deep.equal(["hermes/vm1/dies-1"]);
    write({ ...changed, "dies-1": good()["dies-1"] });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/dies-1": "update" });
    expect([await lifeOf(host, unitOf("fine")), await lifeOf(host, unitOf("never"))]).to.deep.equal([
      fine,
      never,
    ]);
  });
});
