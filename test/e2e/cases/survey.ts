import { expect } from "chai";
import type { Ground } from "../ground/stage";
import { useStage } from "../ground/stage";
import { type Target, unitPath } from "../ground/target";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { gatewaysOf } from "../support/state";

const NAME = "hermes/vm1/coder";
const OLD = "hermes-gateway-old.service";
const OLD_UNIT = `[Unit]
Description=Installed by hand
[Service]
Environment="HERMES_HOME=/srv/old"
ExecStart=/usr/local/bin/hermes gateway run
[Install]
WantedBy=multi-user.target
`;

const PROGRAM = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { GatewayFleet, surveyHosts } = require("pulumi-hermes-gateway");

const args = JSON.parse(readFileSync(join(__dirname, "case.json"), "utf8"));
const provider = { create: async ({ address }) => ({ id: "machine", outs: { reachedAt: address } }) };
class Machine extends pulumi.dynamic.Resource {
  constructor(name, address) {
    super(provider, name, { address, reachedAt: undefined });
  }
}
const { connection } = args.hosts.vm1;
connection.host = new Machine("vm1", connection.host).reachedAt;
connection.privateKey = pulumi.secret(connection.privateKey);

module.exports = async () => {
  const facts = await surveyHosts(args);
  const { hosts } = new GatewayFleet("hermes", { ...args, facts });
  return { hosts, facts };
};
`;

/** What the program asks the machines before it plans. */
export function surveyCases(ground: Ground): void {
  describe("a survey of the machines", () => {
    const stage = useStage(ground, 2, ({ first }) => ({ fleet: fleet({ vm1: first }, {}) }));
    const fleet = (hosts: Record<string, Target>, more: object) => ({
      ...fleetOf({ hosts, profiles: { coder: {} }, host: { connectDeadlineSeconds: 0 } }),
      survey: "warn",
      ...more,
    });
    const write = (more: object, hosts: Record<string, Target> = { vm1: stage.first }) =>
      stage.project.writeFleet(fleet(hosts, more));
    const stateOf = async () => gatewaysOf(await stage.pulumi.exportState())[NAME]?.inputs;

    before(async () => {
      await stage.first.write("/srv/old/SOUL.md", "Old.\n");
      await stage.first.write(unitPath(OLD), OLD_UNIT);
      await stage.first.systemctl("enable", "--now", OLD);
    });

    it("a preview tells of a gateway that nobody owns, and the update leaves it alone", async () => {
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "create" });
      expect(preview.text).to.include(`vm1 has ${OLD} (active, enabled), which no stack owns [foreign-unit]`);
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-coder.service", OLD]);
      expect(await stateOf()).to.include({ systemd: 252 });
      expectRun(await stage.pulumi.preview(), {});
    });

    it("foreign: refuse stops the preview", async () => {
      write({ foreign: "refuse" });
      expectFailure(await stage.pulumi.preview(), "1 problem", `[foreign-unit]`);
    });

    it("foreign: exclude shows it in the unit, and whoever of the two is started stops the other", async () => {
      write({ foreign: "exclude" });
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "update" });
      expect(preview.text).to.include(`+ Conflicts=${OLD}`).and.include(`+ Before=${OLD}`);
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      await stage.first.systemctl("start", "hermes-gateway-coder.service");
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-coder.service"]);
    });

    it("a machine that does not answer keeps what is known of it, and the preview says so", async () => {
      await stage.first.answer(false);
      const preview = await stage.pulumi.preview();
      expectRun(preview, {});
      expect(preview.text).to.include("vm1 did not answer the survey (host-unreachable)");
    });

    it("survey: require names every machine that does not answer at once, and nothing is registered", async () => {
      await stage.target(1).answer(false);
      write({ survey: "require" }, { vm1: stage.first, vm2: stage.target(1) });
      const result = await stage.pulumi.up();
      expectFailure(result, "2 problems", "vm1 did not answer the survey", "vm2 did not answer the survey");
      expect(result.text.match(/did not answer the survey/g)).to.have.length(2);
      expect(result.changes).to.deep.equal({});
      await stage.first.answer(true);
      await stage.target(1).answer(true);
    });

    it("two host keys that lead to one machine are an error", async () => {
      write({}, { vm1: stage.first, again: stage.first });
      expectFailure(await stage.pulumi.preview(), "again and vm1 are one machine", "[same-machine]");
    });

    it("a gateway that goes away from the host ends its exclusion with the next update", async () => {
      write({ foreign: "exclude" });
      await stage.first.remove(unitPath(OLD));
      await stage.first.systemctl("daemon-reload");
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect(await stage.first.read(unitPath("hermes-gateway-coder.service"))).to.not.include("Conflicts=");
      expectRun(await stage.pulumi.preview(), {});
    });
  });

  describe("a survey in a program that makes the machine itself", () => {
    const stage = useStage(ground, 1, () => ({ program: PROGRAM }));
    const tell = (survey: string) => {
      const fleet = fleetOf({ hosts: { vm1: stage.first }, profiles: { coder: {} } });
      stage.project.write("case.json", JSON.stringify({ ...fleet, survey }));
    };

    it("passes it over in the preview, even where the survey is required", async () => {
      tell("require");
      const preview = await stage.pulumi.preview();
      expectRun(preview, { [NAME]: "create" });
      expect(preview.text).to.include("the survey passed vm1 over");
      expect(await stage.first.connections()).to.equal(0);
    });

    it("looks at it in the update, with one log-in more, and from then on", async () => {
      expectRun(await stage.pulumi.up(), { [NAME]: "create" });
      expect(await stage.first.connections()).to.equal(2);
      const preview = await stage.pulumi.preview();
      expectRun(preview, {});
      expect(preview.text).to.not.include("[host-not-seen]");
      expect(await stage.first.connections()).to.equal(3);
    });

    it("keeps no key in the facts", async () => {
      const key = String(stage.first.connection.privateKey).trim().split("\n").at(-3) ?? "none";
      const state = await stage.pulumi.exportState();
      expect(state).to.include("machineId");
      expect(state).to.not.include(key);
    });

    it("asks nobody with survey: off", async () => {
      tell("off");
      expectRun(await stage.pulumi.preview(), {});
      expect(await stage.first.connections()).to.equal(3);
    });
  });
}
