import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectFailure, expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";

const WRONG = `hosts:
  vm1:
    connection: { host: 192.0.2.1, prot: 22 }
profiles:
  Coder:
    restartSec: soon
  writer:
    hosts: [vm7]
    description: |
      two
      lines
`;

/** What is refused before any machine is touched. */
export function badInputCases(ground: Ground): void {
  describe("a fleet.yaml with mistakes", () => {
    const stage = useStage(ground, 1, () => ({ fleet: WRONG }));

    it("all are named at once, with line and column", async () => {
      expectFailure(
        await stage.pulumi.preview(),
        "fleet.yaml:3:36 hosts.vm1.connection.prot: ",
        "fleet.yaml:5:3 profiles.Coder: ",
        "fleet.yaml:6:5 profiles.Coder.restartSec: ",
        "fleet.yaml:8:13 profiles.writer.hosts[0]: ",
        "fleet.yaml:9:5 profiles.writer.description: ",
        "remedy: ",
      );
    });

    it("broken YAML is named with line and column", async () => {
      stage.project.writeFleet("hosts:\n  vm1: {\nprofiles: {}\n");
      expectFailure(await stage.pulumi.preview(), "fleet.yaml:3:");
    });

    it("a missing file is named", async () => {
      stage.project.config.fleetFile = "elsewhere.yaml";
      expectFailure(await stage.pulumi.preview(), "elsewhere.yaml: there is no such file");
    });
  });

  describe("a program in a directory of its own", () => {
    const stage = useStage(ground, 1, ({ first: vm1 }) => ({
      main: "program/index.js",
      fleet: fleetOf({
        hosts: { vm1: { ...vm1, connection: { ...vm1.connection, ...RELATIVE } } },
        profiles: { coder: {} },
      }),
    }));
    const RELATIVE = { privateKey: undefined, privateKeyFile: "keys/id" };

    it("fleet.yaml and the paths in it are relative to the project's root", async () => {
      stage.project.write("keys/id", String(stage.first.connection.privateKey));
      expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
      expect(await stage.first.running()).to.deep.equal(["hermes-gateway-coder.service"]);
    });
  });
}
