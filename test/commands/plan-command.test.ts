import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { leaksIn } from "../secrets/leaks";

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

  /** With a `systemd-analyze` of these lines, first in PATH; without lines there is none. */
  function planScoredBy(lines: readonly string[], fleet: string): string {
    writeFileSync(join(dir, "fleet.yaml"), fleet);
    const bin = mkdtempSync(join(dir, "bin-"));
    if (lines.length > 0) {
      writeFileSync(join(bin, "systemd-analyze"), `#!/bin/sh\n${lines.join("\n")}\n`, { mode: 0o755 });
    }
    const { stdout } = spawnSync(process.execPath, [COMMAND, "plan", "--no-units"], {
      cwd: dir,
      encoding: "utf8",
      env: { PATH: lines.length > 0 ? `${bin}:/usr/bin:/bin` : bin },
    });
    return stdout;
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

  it("scores each hardening once, as systemd-analyze does, and names the gateways", () => {
    const stdout = planScoredBy(
      [
        '[ "$1 $2" = "security --offline=true" ] || exit 1',
        "for path; do :; done",
        'if grep -q "^NoNewPrivileges=yes$" "$path"; then score="5.0 MEDIUM"; else score="9.5 UNSAFE"; fi',
        'echo "→ Overall exposure level for $(basename "$path"): $score :-|"',
      ],
      FLEET.replace("writer: {", "writer: { hardening: basic,"),
    );
    expect(stdout.split("\n").filter((line) => line.startsWith("exposure"))).to.deep.equal([
      "exposure 9.5 UNSAFE, hardening off: vm1/coder, vm2/coder",
      "exposure 5.0 MEDIUM, hardening basic: vm1/writer, vm2/writer",
    ]);
  });

  for (const [how, lines] of [
    ["has no systemd-analyze", []],
    ["has one that knows no --offline", ["echo 'unrecognized option' >&2; exit 1"]],
    ["has one that says something else", ["echo unclear"]],
  ] as const) {
    it(`says that nothing was scored where the machine ${how}`, () => {
      expect(planScoredBy(lines, FLEET)).to.match(
        /\nexposure: not scored, systemd-analyze 250 or newer is not on this machine\n$/,
      );
    });
  }

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

  it("says in no form what a host is reached with, or what stands in a file of a home", () => {
    const secrets = ["canary-8d1f0c5e7b", "canary-31c64a90de", "canary-a7720be4f9"] as const;
    const fleet = FLEET.replace(
      "host: 192.0.2.1 }",
      `host: 192.0.2.1, password: ${secrets[0]}, privateKey: ${secrets[1]} }`,
    ).replace("ports: [8642]", `env: { TELEGRAM_BOT_TOKEN: ${secrets[2]} }`);
    for (const form of ["--json", "--dot", "--no-units", "--units"]) {
      const { stdout, stderr } = plan(fleet, ...(form === "--units" ? [] : [form]));
      expect(stdout, form).to.contain("writer");
      expect(leaksIn(stdout + stderr, secrets), form).to.deep.equal([]);
    }
    const host = JSON.parse(plan(fleet, "--json").stdout).hosts[0];
    expect(Object.keys(host)).to.deep.equal(["hostKey", "gateways", "groups", "exclusions"]);
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
