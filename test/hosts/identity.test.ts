import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const PROGRAM = `const { readFileSync } = require("node:fs");
const { GatewayFleet } = require("pulumi-hermes-gateway");
const fleets = JSON.parse(readFileSync(require("node:path").join(__dirname, "fleets.json"), "utf8"));
for (const [name, args] of Object.entries(fleets)) new GatewayFleet(name, args);
`;

describe("identity without aliases", () => {
  const stage = useLab(1, () => ({ program: PROGRAM }));
  const profile = { env: { API_SERVER_PORT: "18801" }, ports: [18801] };
  const tell = (fleets: Record<string, object>) => stage.project.write("fleets.json", JSON.stringify(fleets));
  const lives = () => Promise.all(["coder", "writer"].map((name) => lifeOf(stage.host(1), unitOf(name))));
  const owners = () => must(stage.host(1), "grep -h ^Owner= /etc/systemd/system/hermes-gateway-*.service");
  let start: Awaited<ReturnType<typeof lives>>;

  before(async () => {
    tell({ one: stage.fleet(1, { coder: profile, writer: {} }) });
    expectRun(await stage.pulumi.up(), { "one/vm1/coder": "create", "one/vm1/writer": "create" });
    start = await lives();
  });

  it("a fleet renamed never stops its gateways, and their units are its own", async () => {
    tell({ two: stage.fleet(1, { coder: profile, writer: {} }) });
    expectRun(await stage.pulumi.up(), {
      "two/vm1/coder": "create",
      "two/vm1/writer": "create",
      "one/vm1/coder": "delete",
      "one/vm1/writer": "delete",
    });
    expect(await lives()).to.deep.equal(start);
    expect(await owners()).to.equal(
      "Owner=organization/fleet/dev::two/vm1/coder\nOwner=organization/fleet/dev::two/vm1/writer",
    );
  });

  it("a host key renamed never stops its gateways", async () => {
    const { hosts, ...rest } = stage.fleet(1, { coder: profile, writer: {} });
    tell({ two: { ...rest, hosts: { other: hosts.vm1 } } });
    expectRun(await stage.pulumi.up(), {
      "two/other/coder": "create",
      "two/other/writer": "create",
      "two/vm1/coder": "delete",
      "two/vm1/writer": "delete",
    });
    expect(await lives()).to.deep.equal(start);
  });

  it("a profile that moves into a second fleet of the host never stops", async () => {
    const { hosts, ...rest } = stage.fleet(1, {});
    const named = { other: hosts.vm1 };
    tell({
      two: { ...rest, hosts: named, profiles: { writer: {} } },
      three: { ...rest, hosts: named, profiles: { coder: profile } },
    });
    expectRun(await stage.pulumi.up(), { "three/other/coder": "create", "two/other/coder": "delete" });
    expect(await lives()).to.deep.equal(start);
    expect(
      await must(stage.host(1), `ls /etc/systemd/system/multi-user.target.wants | grep hermes-gateway`),
    ).to.equal(`${unitOf("coder")}\n${unitOf("writer")}`);
    expect(await must(stage.host(1), "cat /home/hermes/.hermes/profiles/coder/.env")).to.contain(
      "API_SERVER_PORT=18801",
    );
  });
});
