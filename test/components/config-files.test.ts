import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfigFiles } from "../../provider/components/config-files";
import { readFleetFile } from "../../provider/components/fleet-file";
import type { Config } from "../../provider/core/config-file/config";
import { configDrift } from "../../provider/core/config-file/config-drift";
import { mergeConfig } from "../../provider/core/config-file/merge-config";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";

const FLEET = `hosts: { vm1: { connection: { host: 192.0.2.1 } } }
profiles:
  coder: { configFile: hermes/coder.yaml }
  writer: { configFile: hermes/writer.yaml }
`;
const KEY = "0123456789abcdef";
const API = `platforms:
  api_server: { enabled: true, extra: { key: ${KEY} } }
`;

describe("config files of profiles", () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "hermes-fleet-config-"));
    mkdirSync(join(dir, "hermes"));
  });
  after(() => rmSync(dir, { recursive: true }));

  function read(files: Record<string, string>, fleet = FLEET) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "hermes", name), text);
    writeFileSync(join(dir, "fleet.yaml"), fleet);
    return readFleetFile(join(dir, "fleet.yaml"), "fleet.yaml");
  }

  it("are read beside the fleet file, planned with, and named as the user wrote them", () => {
    const file = read({ "coder.yaml": API, "writer.yaml": API });
    expect(file.problems).to.equal(undefined);
    const plan = file.fleet && planFleet(file.fleet);
    expect(plan?.hosts[0]?.exclusions).to.deep.equal([
      {
        rule: "port",
        what: "port 8642",
        members: ["coder", "writer"].map((profileKey) => ({
          profileKey,
          declaredAt: `profiles.${profileKey}.configFile: platforms.api_server.enabled`,
          byDefault: true,
        })),
      },
    ]);
    expect(JSON.stringify(plan)).not.to.include(KEY);
    expect(JSON.stringify(plan)).not.to.include(dir);
  });

  it("may be empty", () => {
    expect(read({ "coder.yaml": "", "writer.yaml": "# nothing\n" }).problems).to.equal(undefined);
  });

  it("that Hermes could not read are problems at their place, without their text", () => {
    const { problems } = read({ "coder.yaml": `token: canary\n  bad: [\n`, "writer.yaml": "[canary]\n" });
    expect(problems?.map((text) => text.split("\n")[0])).to.deep.equal([
      "fleet.yaml:3:12 profiles.coder.configFile: is no YAML at line 1, column 8",
      "fleet.yaml:4:13 profiles.writer.configFile: holds no set of keys",
    ]);
    expect(problems?.join("\n")).not.to.include("canary");
  });

  it("mean what they mean to Hermes, so that the same bytes on a host are the same settings", () => {
    const text = [
      "flag: off",
      "no_: no",
      "mode: 0200",
      "at: 22:30",
      "since: 2024-01-01",
      "big: 123456789012345678",
      "text: 1e5",
      "y: y",
      "channels:",
      "  123456789012345678: {on_: yes}",
      "base: &base {a: 1, b: 2}",
      "own: {<<: *base, b: 3}",
      'line: "a\u2028b\u0085c"',
      "",
    ].join("\n");
    writeFileSync(join(dir, "hermes", "coder.yaml"), text);
    const fleet = { profiles: { coder: { configFile: "hermes/coder.yaml" } } };
    const { written, problems } = loadConfigFiles(fleet, dir);
    const { config } = (written as { profiles: { coder: { config: Config } } }).profiles.coder;
    expect(problems).to.deep.equal([]);
    expect(config).to.deep.equal({
      flag: false,
      no_: false,
      mode: 128,
      at: 1350,
      since: { "!!": "2024-01-01" },
      big: { "!!": "123456789012345678" },
      text: "1e5",
      y: "y",
      channels: { "123456789012345678": { on_: true } },
      base: { a: 1, b: 2 },
      own: { a: 1, b: 3 },
      line: "a\u2028b c",
    });
    const same = Object.fromEntries(Object.entries(config).filter(([key]) => key !== "own"));
    const change = { before: {}, after: same, found: [], adopt: "refuse" } as const;
    expect(mergeConfig(text, change)).to.include({ text });
    const fresh = mergeConfig(undefined, change).text;
    expect(configDrift(fresh, same)).to.deep.equal([]);
    expect(fresh).to.include("since: 2024-01-01\nbig: 123456789012345678\n");
  });

  it("whose keys are no texts to Hermes, or which it refuses, are problems at their place", () => {
    const { problems } = read({ "coder.yaml": "a: 1\non: 1\n", "writer.yaml": "a:\tb\n" });
    expect(problems?.map((text) => text.split("\n")[0])).to.deep.equal([
      "fleet.yaml:3:12 profiles.coder.configFile: the key is no text to Hermes, which reads a number, a date, true, false or nothing at line 2, column 1 (write the key in quotes, or as a whole number without other signs)",
      "fleet.yaml:4:13 profiles.writer.configFile: a tab stands where only blanks may, and Hermes' reader refuses the file at line 1, column 3 (write it in quotes if a text is meant, or correct it)",
    ]);
  });

  it("with an alias that expands without end are problems", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let level = 0; level < 9; level += 1) {
      const [here, above] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
      bomb.push(`${here}: &${here} [${Array(9).fill(`*${above}`).join(", ")}]`);
    }
    expect(read({ "coder.yaml": bomb.join("\n"), "writer.yaml": "" }).problems).to.have.length(1);
  });

  it("may be profile.yaml as well, for its systemd_conflicts", () => {
    const fleet = FLEET.replace("configFile: hermes/coder.yaml", "profileFile: hermes/coder.yaml");
    const conflicts = "systemd_conflicts: [' ollama.service ', '']\n";
    const file = read({ "coder.yaml": conflicts, "writer.yaml": "" }, fleet);
    const plan = file.fleet && planFleet(file.fleet);
    expect(plan?.hosts[0]?.gateways.map(({ externalConflicts }) => externalConflicts)).to.deep.equal([
      [
        {
          unitName: "ollama.service",
          declaredAt: "profiles.coder.profileFile: systemd_conflicts",
        },
      ],
      [],
    ]);
  });

  it("that are not there, or stand beside config, are problems too", () => {
    const fleet = FLEET.replace("hermes/coder.yaml", "absent.yaml").replace(
      "{ configFile: hermes/writer.yaml }",
      "{ configFile: hermes/writer.yaml, config: {} }",
    );
    expect(read({}, fleet).problems?.map((text) => text.split("\n")[0])).to.deep.equal([
      "fleet.yaml:3:12 profiles.coder.configFile: cannot be read: ENOENT",
      "fleet.yaml:4:13 profiles.writer.configFile: stands beside config",
    ]);
  });

  it("leave the unit as it is, byte by byte, when their systemd_conflicts is empty", () => {
    const units = (text: string) => {
      const file = read({ "coder.yaml": text, "writer.yaml": "" });
      const [host] = file.fleet ? planFleet(file.fleet).hosts : [];
      return host?.gateways.map(({ spec }) => renderGatewayUnit(spec));
    };
    const without = units("");
    expect(without).to.have.length(2);
    for (const empty of ["[]", "''", "['  ', null]", "null"]) {
      expect(units(`systemd_conflicts: ${empty}\n`)).to.deep.equal(without);
    }
    expect(units("systemd_conflicts: x.service\n")).to.not.deep.equal(without);
  });

  it("leave everything alone that is no fleet", () => {
    for (const written of [
      null,
      5,
      [],
      {},
      { profiles: null },
      { profiles: { a: null, b: { configFile: 5 } } },
    ]) {
      expect(loadConfigFiles(written, dir)).to.deep.equal({ written, skills: {}, problems: [] });
    }
  });

  describe("in a directory", () => {
    const fleet = (coder: string) => `hosts: { vm1: { connection: { host: 192.0.2.1 } } }
profiles:
  coder: ${coder}
`;
    const titles = (problems: readonly string[] = []) => problems.map((text) => text.split("\n")[0]);

    it("stand for the options of their names, and env may stand beside it", () => {
      const files = { "config.yaml": "a: 1\n", "SOUL.md": "# Me\n", ".env": "A=1\n" };
      const { fleet: read1 } = read(files, fleet("{ directory: hermes, env: { B: two } }"));
      const [coder] = read1?.profiles ?? [];
      expect(coder).to.include({ soul: "# Me\n" });
      expect([coder?.config, coder?.env]).to.deep.equal([{ a: 1 }, { A: "1", B: "two" }]);
    });

    it("are problems where something else says the same, or they cannot be read, without their text", () => {
      const files = {
        "config.yaml": "a: [canary\n",
        "SOUL.md": "# Me\n",
        ".env": "A=1\nB='canary\ncanary\n",
      };
      const written = "{ directory: hermes, configFile: x.yaml, soul: y, env: { A: x } }";
      const { problems } = read(files, fleet(written));
      expect(titles(problems)).to.deep.equal([
        "fleet.yaml:3:12 profiles.coder.directory: stands beside configFile",
        "fleet.yaml:3:12 profiles.coder.directory: config.yaml is no YAML at line 2, column 1",
        "fleet.yaml:3:12 profiles.coder.directory: stands beside soul",
        "fleet.yaml:3:12 profiles.coder.directory: .env cannot be taken as it looks: line 2: the quoted value of B does not end on it; line 3 is no NAME=value",
        "fleet.yaml:3:31 profiles.coder.configFile: cannot be read: ENOENT",
      ]);
      expect(problems?.join()).to.not.match(/canary/);
      const twice = read(
        { "config.yaml": "", ".env": "A=1\n" },
        fleet("{ directory: hermes, env: { A: x } }"),
      );
      expect(titles(twice.problems)).to.deep.equal([
        "fleet.yaml:3:38 profiles.coder.env.A: stands in the directory's .env too",
      ]);
    });

    it("are one at least", () => {
      expect(titles(read({}, fleet("{ directory: elsewhere }")).problems)).to.deep.equal([
        "fleet.yaml:3:12 profiles.coder.directory: leads to no file of a profile",
      ]);
    });
  });
});
