import { expect } from "chai";
import type { FleetInput } from "../../provider/core/schema/fleet-schema";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { until } from "../e2e/until";
import { lifeOf, must, remains, serving, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { ready, systemState } from "./support/seen";

const ROOT = "/home/hermes/.hermes";
const env = (port: number) => ({ API_SERVER_KEY: "sixteen-characters", API_SERVER_PORT: String(port) });
const NAMES = ["default", "a", "b"] as const;

/** The model that an address lists first, which is named after the profile, or the HTTP status. */
const STATUS = `
import json, sys, urllib.error, urllib.request
asked = urllib.request.Request(sys.argv[1], headers={"Authorization": "Bearer sixteen-characters"})
try: print(json.load(urllib.request.urlopen(asked, timeout=5))["data"][0]["id"])
except urllib.error.HTTPError as error: print(error.code)
`;

describe("real gateways: one serves the profiles of its account", () => {
  const served = { default: { env: env(18800) }, a: { soul: "# A\n" }, b: {} };
  const own = { default: { env: env(18800) }, a: { env: env(18801), soul: "# A\n" }, b: { env: env(18802) } };
  const health = { healthyForSeconds: 4, deadlineSeconds: 60, ready: { stateFile: true } } as const;
  const stage = useHermes((made) => ({
    fleet: made.profiles(served, { topology: "multiplexed", defaults: { health } }),
  }));
  const declare = (topology: FleetInput["topology"], profiles: FleetInput["profiles"]) =>
    stage.declare(profiles, { ...(topology ? { topology } : {}), defaults: { health } });
  const all = (change: string) => Object.fromEntries(NAMES.map((name) => [`hermes/vm1/${name}`, change]));
  const servedProfiles = () =>
    must(
      stage.vm,
      `python3 -c 'import json; print(*json.load(open("${ROOT}/gateway_state.json"))["served_profiles"])'`,
    );
  const answers = (path: string) =>
    must(stage.vm, `python3 -I - http://127.0.0.1:18800${path} <<'PROGRAM'${STATUS}PROGRAM`);
  const units = () =>
    must(stage.vm, "cd /etc/systemd/system && ls hermes-gateway*.service | grep -v guard | tr '\\n' ' '");

  it("up makes one unit, whose gateway says that it serves all and answers for each", async () => {
    expectRun(await stage.pulumi.up(), all("create"));
    expect((await units()).trim()).to.equal("hermes-gateway.service");
    await until(
      "all are served",
      async () => (await servedProfiles()).split(" ").sort().join() === "a,b,default",
      30,
    );
    expect(await answers("/v1/models")).to.equal("hermes-agent");
    expect(await answers("/p/a/v1/models")).to.equal("a");
    expect(await answers("/p/nobody/v1/models")).to.equal("404");
    expectRun(await stage.pulumi.up({ refresh: true }), {});
  });

  it("a platform with a port of its own on a served profile is refused in a preview", async () => {
    declare("multiplexed", { ...served, a: { env: env(18801) } });
    expectFailure(await stage.pulumi.preview(), "port-on-served-profile", "profiles.a.env.API_SERVER_KEY");
  });

  it("a changed value of a served profile restarts the gateway", async () => {
    const before = await lifeOf(stage.vm, "hermes-gateway.service");
    declare("multiplexed", { ...served, b: { env: { HERMES_LOG_LEVEL: "debug" } } });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/b": "update" });
    const after = await lifeOf(stage.vm, "hermes-gateway.service");
    expect(after.MainPID).to.not.equal(before.MainPID);
    expect(await answers("/p/b/v1/models")).to.equal("b");
  });

  it("back to units of their own, each answers, and none was ended by the one that served it", async () => {
    declare("per-profile", own);
    expectRun(await stage.pulumi.up(), all("update"));
    await ready(stage.vm, "a", "b");
    // a prefix is passed over by a gateway that serves itself alone
    expect(await answers("/p/a/v1/models")).to.equal("hermes-agent");
    const lives = await Promise.all(["a", "b"].map((name) => lifeOf(stage.vm, unitOf(name))));
    expect(lives.map(({ NRestarts }) => NRestarts)).to.deep.equal(["0", "0"]);
    expect(
      await must(stage.vm, "journalctl -b -o cat --no-pager | grep -c 'already serves' || true"),
    ).to.equal("0");
    expect(await systemState(stage.vm)).to.equal("running");
  });

  it("the switch to one gateway again leaves one unit", async () => {
    declare("multiplexed", served);
    expectRun(await stage.pulumi.up(), all("update"));
    expect((await units()).trim()).to.equal("hermes-gateway.service");
    expect(await serving(stage.vm)).to.deep.equal([]);
    expect(await answers("/p/b/v1/models")).to.equal("b");
  });

  it("what Hermes has moved into one gateway by itself is said, and nothing is started against it", async () => {
    declare(undefined, { b: { env: env(18802) } });
    expectFailure(
      await stage.pulumi.up({ targets: ["hermes/vm1/b"] }),
      "[profile-served]",
      ROOT,
      "nothing of it was changed",
    );
    await must(stage.vm, `runuser -u hermes -- sh -c 'echo "{}" >${ROOT}/gateway_migration.json'`);
    expectFailure(
      await stage.pulumi.up({ targets: ["hermes/vm1/b"] }),
      "[hermes-migrated]",
      "gateway_migration.json",
      "topology: multiplexed",
    );
    expect((await units()).trim()).to.equal("hermes-gateway.service");
  });

  it("destroy leaves the profiles' data, and nothing of ours", async () => {
    declare("multiplexed", served);
    expectRun(await stage.pulumi.destroy(), all("delete"));
    expect(await remains(stage.vm)).to.equal("");
    expect(await must(stage.vm, `ls -d ${ROOT}/profiles/[ab]/sessions | wc -l`)).to.equal("2");
    expect(await systemState(stage.vm)).to.equal("running");
  });
});
