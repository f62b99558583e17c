import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseFleetText, readFleetFile } from "../../provider/components/fleet-file";

const GOOD = `hosts:
  vm1:
    connection: { host: 192.0.2.1 }
profiles:
  coder: {}
`;

describe("a fleet file", () => {
  it("is read as written and checked", () => {
    const file = parseFleetText(GOOD, "fleet.yaml");
    expect(file.problems).to.equal(undefined);
    expect(file.fleet?.profiles.map(({ key }) => key)).to.deep.equal(["coder"]);
    expect(file.written?.hosts).to.deep.equal({ vm1: { connection: { host: "192.0.2.1" } } });
  });

  it("has every problem at once, at its line and column, in the file's order", () => {
    const text = GOOD.replace("host: 192.0.2.1", "host: 192.0.2.1, prot: 22").replace(
      "coder: {}",
      "coder: { hosts: [vm9] }\n  Writer: {}",
    );
    const problems = parseFleetText(text, "fleet.yaml").problems ?? [];
    expect(problems.map((problem) => problem.split("\n")[0])).to.deep.equal([
      'fleet.yaml:3:36 hosts.vm1.connection.prot: "prot" is not a known key',
      'fleet.yaml:5:20 profiles.coder.hosts[0]: "vm9" is not a host of this fleet',
      'fleet.yaml:6:3 profiles.Writer: "Writer" is not a name that Hermes takes for a profile',
    ]);
    for (const problem of problems) expect(problem).to.match(/\n {4}remedy: \S/);
  });

  it("that is no YAML is refused at the place where it breaks", () => {
    const { problems } = parseFleetText("hosts: [vm1\nprofiles: {}\n", "fleet.yaml");
    expect(problems?.[0]).to.match(/^fleet\.yaml:2:1: /);
  });

  it("that is empty is refused with what is missing", () => {
    const { problems } = parseFleetText("", "fleet.yaml");
    expect(problems?.[0]).to.match(/^fleet\.yaml:1:1/);
  });

  it("with an alias that expands without end is refused", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let level = 0; level < 9; level += 1) {
      const [here, above] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
      bomb.push(`${here}: &${here} [${Array(9).fill(`*${above}`).join(", ")}]`);
    }
    expect(parseFleetText(bomb.join("\n"), "fleet.yaml").problems?.[0]).to.match(/^fleet\.yaml.*alias/i);
  });

  it("that is not there is named with a remedy", () => {
    expect(readFleetFile("/nowhere/fleet.yaml", "fleet.yaml").problems).to.deep.equal([
      "fleet.yaml: there is no such file\n    remedy: write it; examples/quickstart has one to start from",
    ]);
  });

  it("is read from disk", () => {
    const dir = mkdtempSync(join(tmpdir(), "hermes-fleet-file-"));
    try {
      writeFileSync(join(dir, "fleet.yaml"), GOOD);
      expect(readFleetFile(join(dir, "fleet.yaml"), "fleet.yaml").fleet?.name).to.equal("hermes");
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
