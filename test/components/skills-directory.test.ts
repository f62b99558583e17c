import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { readFleetFile } from "../../provider/components/fleet-file";
import { loadSkills } from "../../provider/components/skills-directory";

describe("a directory of skills", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "hermes-fleet-skills-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const write = (path: string, text: string | Buffer = "") => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const problems = () => loadSkills(dir, ["skills"]).problems.map(({ message }) => message);
  const read = (profile: string) => {
    write("fleet.yaml", `hosts: { vm1: { connection: { host: 192.0.2.1 } } }\nprofiles:\n  a: ${profile}\n`);
    return readFleetFile(join(dir, "fleet.yaml"), "fleet.yaml").problems?.map((text) => text.split("\n")[0]);
  };

  it("gives every file below it, in the order of code units, by 128 bits of its digest", () => {
    write("b/SKILL.md", "abc");
    write("a.md");
    write("B/.x/y", "abc");
    expect(loadSkills(dir, []).skills).to.deep.equal({
      directory: dir,
      files: {
        "B/.x/y": "ungWv48Bz-pBQUDeXa4iIw",
        "a.md": "47DEQpj8HBSa-_TImW-5JA",
        "b/SKILL.md": "ungWv48Bz-pBQUDeXa4iIw",
      },
    });
    expect(Object.keys(loadSkills(dir, []).skills.files)).to.deep.equal(["B/.x/y", "a.md", "b/SKILL.md"]);
  });

  it("may be empty", () => {
    expect(loadSkills(dir, [])).to.deep.equal({ skills: { directory: dir, files: {} }, problems: [] });
  });

  it("has no links, no odd names and no huge files, and says so of all at once", () => {
    write("b\u00e9/SKILL.md");
    write("a\n/x");
    write(" x/y");
    write("__proto__");
    write("big", Buffer.alloc(1_000_001));
    write(`${"d".repeat(200)}/f`);
    symlinkSync("big", join(dir, "link"));
    const odd =
      "has a name with other characters than letters of ASCII, digits, blanks within it and . _ - @ + , = ~";
    expect(problems().sort()).to.deep.equal(
      [
        '"link" is a symbolic link',
        `"b\u00e9/SKILL.md" ${odd}`,
        `"a\\n/x" ${odd}`,
        `" x/y" ${odd}`,
        `"__proto__" ${odd}`,
        "big has 1000001 bytes",
        `"${"d".repeat(200)}/f" has a path of 202 characters`,
      ].sort(),
    );
  });

  it("has an end: in files, in bytes, and in what the state takes", () => {
    for (let n = 0; n < 257; n += 1) write(`f${n}`);
    expect(problems()).to.deep.equal(["has 257 files"]);
    rmSync(dir, { recursive: true });
    for (let n = 0; n < 5; n += 1) write(`f${n}`, Buffer.alloc(900_000));
    expect(problems()).to.deep.equal(["has 4500000 bytes"]);
    rmSync(dir, { recursive: true });
    for (let n = 0; n < 100; n += 1) write(`s/${"d".repeat(100)}${n}`);
    expect(read("{ skills: s }")).to.deep.equal([
      "fleet.yaml:3:8 profiles.a.skills: has paths and digests of 12991 bytes, 12991 with config and soul, and the state takes 12288 of all",
    ]);
  });

  it("is named as the user wrote it, alone or in a profile's directory, and not in both", () => {
    write("home/skills/x/SKILL.md");
    expect(read("{ directory: home }")).to.equal(undefined);
    expect(read("{ skills: home/skills }")).to.equal(undefined);
    expect(read("{ skills: nowhere }")).to.deep.equal([
      "fleet.yaml:3:8 profiles.a.skills: cannot be read: ENOENT",
    ]);
    expect(read("{ directory: home, skills: home/skills }")).to.deep.equal([
      "fleet.yaml:3:8 profiles.a.directory: has skills, and stands beside skills",
    ]);
    symlinkSync("x", join(dir, "home/skills/y"));
    expect(read("{ directory: home }")).to.deep.equal([
      'fleet.yaml:3:8 profiles.a.directory: skills: "y" is a symbolic link',
    ]);
  });
});
