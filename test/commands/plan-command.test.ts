import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const COMMAND = join(__dirname, "..", "..", "provider", "cli", "main.js");

const FLEET = `hosts:
  vm1: { connection: { host: 192.0.2.1 } }
  vm2: { connection: { host: 192.0.2.2 } }
profiles:
  coder: { priority: 1, conflictsWith: [writer] }
  writer: { ports: [8642] }
`;

describe("hermes-fleet plan", () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "hermes-fleet-plan-"));
  });
  after(() => rmSync(dir, { recursive: true }));

  function plan(fleet: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
    writeFileSync(join(dir, "fleet.yaml"), fleet);
    return spawnSync(process.execPath, [COMMAND, "plan", ...args], { cwd: dir, encoding: "utf8" });
  }

  it("shows who runs after a boot, and every unit in full", () => {
    const { status, stdout } = plan(FLEET);
    expect(status).to.equal(0);
    expect(stdout).to.contain("exclusion group coder, writer: a boot starts coder");
    expect(stdout).to.contain("# vm2: /etc/systemd/system/hermes-gateway-coder.service\n[Unit]\n");
    expect(stdout.match(/^Conflicts=hermes-gateway-writer\.service$/gm)).to.have.length(2);
  });

  it("shows only the hosts that are asked for", () => {
    const { stdout } = plan(FLEET, "--host", "vm2");
    expect(stdout).not.to.contain("vm1");
  });

  it("leaves the texts out on demand", () => {
    expect(plan(FLEET, "--no-units").stdout).not.to.contain("[Unit]");
  });

  it("prints the plan as JSON", () => {
    const { stdout } = plan(FLEET, "--json");
    expect(JSON.parse(stdout).hosts.map(({ hostKey }: { hostKey: string }) => hostKey)).to.deep.equal([
      "vm1",
      "vm2",
    ]);
  });

  it("names a host that is not in the file", () => {
    const { status, stderr } = plan(FLEET, "--host", "vm3");
    expect(status).to.equal(1);
    expect(stderr).to.equal("--host vm3: fleet.yaml has no such host\n    remedy: it has vm1, vm2\n");
  });

  it("ends with status 1 and the findings when the set cannot run", () => {
    const { status, stderr } = plan(
      `exclusion: declared\n${FLEET.replace("conflictsWith: [writer]", "ports: [8642]")}`,
    );
    expect(status).to.equal(1);
    expect(stderr).to.contain("[shared-port]");
  });

  it("ends with status 1 and the places of all problems", () => {
    const { status, stderr } = plan(FLEET.replace("priority: 1", "priority: high"));
    expect(status).to.equal(1);
    expect(stderr).to.match(/^fleet\.yaml:5:12 profiles\.coder\.priority: /);
  });
});
