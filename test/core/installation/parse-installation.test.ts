import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import {
  type Installed,
  keptInstallation,
  wholeInstallation,
} from "../../../provider/core/installation/installation";
import { parseInstallation } from "../../../provider/core/installation/parse-installation";
import { scriptValues } from "../../../provider/core/installation/script-values";

function installed(written: object): Installed {
  const { installation, problems } = parseInstallation({ version: "0.19.0", ...written });
  if (installation?.from === undefined || installation.from === "verify")
    throw new Error(JSON.stringify(problems));
  return installation;
}

const problems = (written: unknown) =>
  (parseInstallation(written).problems ?? []).map(({ path, message }) => `${path} ${message}`);

describe("an installation as it is written", () => {
  it("has its paths and defaults computed from the version alone", () => {
    expect(parseInstallation({ version: "0.19.0" }).installation).to.deep.equal({
      from: "pypi",
      version: "0.19.0",
      extras: ["sms"],
      requirement: "hermes-agent[sms]==0.19.0",
      root: "/opt/hermes-agent",
      name: "0.19.0",
      directory: "/opt/hermes-agent/versions/0.19.0",
      executable: "/opt/hermes-agent/versions/0.19.0/bin/hermes",
      python: "/opt/hermes-agent/versions/0.19.0/bin/python",
      keep: 2,
      deadlineSeconds: 900,
    });
  });

  it("lies elsewhere when anything else decides what is inside, and only then", () => {
    const name = (written: object) => installed(written).name;
    // for ever: units in the field lead there
    expect(name({ extras: [] })).to.equal("0.19.0-f46ad373");
    expect(name({ extras: ["mcp", "sms"] })).to.equal(name({ extras: ["sms", "mcp", "sms"] }));
    expect(name({ constraints: "aiohttp==3.14.1\n\n" })).to.equal(name({ constraints: "aiohttp==3.14.1" }));
    const different = [
      {},
      { extras: [] },
      { extras: ["mcp"] },
      { constraints: "aiohttp==3.14.1" },
      { python: "/usr/bin/python3.12" },
      { version: "0.18.2" },
    ];
    expect(new Set(different.map(name)).size).to.equal(different.length);
    for (const same of [
      { extras: ["sms"] },
      { constraints: "" },
      { index: "https://index.example.net/simple" },
      { from: "wheelhouse", wheelhouse: "/srv/wheels" },
      { keep: 0, link: "/usr/local/bin/hermes", deadlineSeconds: 60 },
    ]) {
      expect(name(same)).to.equal("0.19.0");
    }
  });

  it("verifies a program where it is", () => {
    expect(parseInstallation({ version: "0.19.0", from: "verify" }).installation).to.deep.equal({
      from: "verify",
      version: "0.19.0",
      executable: "/usr/local/bin/hermes",
    });
  });

  const VERSION = "is not one exact version in Python's normal spelling";
  const refused: [written: unknown, ...says: string[]][] = [
    [{}, "version is missing"],
    [{ version: 0.19 }, "version is a number with a fraction, but must be text"],
    ...[
      "latest",
      "v0.19.0",
      "0.19.*",
      ">=0.19.0",
      "0.19.0 ",
      "0.19.0\n",
      "00.19",
      "1!0.19.0",
      "0.19.0-rc1",
      "0.19.0RC1",
      "$(id)",
      "",
    ].map((version): [unknown, string] => [{ version }, `version ${JSON.stringify(version)} ${VERSION}`]),
    [
      { version: "latest", from: "git", extras: ["SMS"], rot: "/x" },
      `version "latest" ${VERSION}`,
      'from "git" is not one of pypi, wheelhouse, verify',
      'extras[0] "SMS" is not the name of an extra in its normal spelling',
      'rot "rot" is not a known key',
    ],
    [{ version: "1", index: "https://me:pw@index.example.net/simple" }, "index has a user name or password"],
    [
      { version: "1", index: "https://x.example.net/?key=1" },
      'index has a "?" or "#", behind which a key may stand',
    ],
    [{ version: "1", index: "http://index.example.net/simple" }, "index is no https address"],
    [{ version: "1", index: "https://index.example.net/simple --pre" }, "index is no https address"],
    [{ version: "1", root: "/" }, 'root "/" is no directory to install below'],
    [
      { version: "1", root: "/opt/my hermes" },
      'root "/opt/my hermes" has characters that the first line of a script cannot carry',
    ],
    [
      { version: "1", root: `/opt/${"x".repeat(60)}` },
      "root is 65 characters long, and the kernel cuts a script's first line",
    ],
    [{ version: "1", root: "opt" }, 'root "opt" is not an absolute path'],
    [
      { version: "1", constraints: "aiohttp>=3\n-r other.txt" },
      'constraints line 1 pins no package: "aiohttp>=3"',
    ],
    [
      { version: "1", constraints: "# all\na==1\n--index-url https://x" },
      'constraints line 3 pins no package: "--index-url https://x"',
    ],
    [{ version: "1", keep: -1 }, "keep -1 is too small"],
    [{ version: "1", from: "wheelhouse" }, "wheelhouse is missing"],
    [
      { version: "1", from: "wheelhouse", wheelhouse: "/w", index: "https://index.example.net" },
      "index has no effect with from: wheelhouse",
    ],
    [{ version: "1", executable: "/usr/bin/hermes" }, "executable has no effect with from: pypi"],
    [
      { version: "1", from: "verify", root: "/opt/x", keep: 1 },
      "root has no effect with from: verify",
      "keep has no effect with from: verify",
    ],
  ];
  for (const [written, ...says] of refused) {
    it(`refuses ${JSON.stringify(written).slice(0, 90)}`, () => {
      expect(problems(written)).to.deep.equal(says);
      for (const { remedy } of parseInstallation(written).problems ?? []) expect(remedy).to.not.equal("");
    });
  }

  it("never says what may be a credential", () => {
    const { problems: found = [] } = parseInstallation({ version: "1", index: "https://me:s3cret@x/simple" });
    expect(JSON.stringify(found)).to.not.include("s3cret");
  });

  for (const version of [
    "0",
    "0.19",
    "0.19.0",
    "1.0.0rc1",
    "2026.7.20",
    "1.0a1.post2.dev3",
    "0.19.0+acme.1",
  ]) {
    it(`takes ${version}`, () => expect(problems({ version })).to.deep.equal([]));
  }

  it("lets no program be asked by root", () => {
    expect(problems({ version: "0.19.0", from: "verify", user: "root" })).to.have.length(1);
    expect(problems({ version: "0.19.0", from: "verify", user: "hermes" })).to.deep.equal([]);
  });

  it("is the same after a state has kept it", () => {
    const all = [
      { constraints: "a==1", index: "https://index.example.net/simple", link: "/usr/local/bin/hermes" },
      { from: "wheelhouse", wheelhouse: "/w", extras: [], python: "/usr/bin/python3.12", root: "/srv/h" },
      { from: "verify", user: "hermes" },
    ];
    for (const written of all) {
      const { installation } = parseInstallation({ version: "0.19.0", ...written });
      if (!installation) throw new Error("refused");
      expect(wholeInstallation(keptInstallation(installation))).to.deep.equal(installation);
    }
  });
});

describe("the values of an installation for its script", () => {
  it("are read as they are, whatever they are", () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => !/\p{Cc}/u.test(value));
    const nasty = ["'", "$(id)", "`id`", '"', "\\", "'; id; '", "!!", "*", " "];
    const between = (...words: string[]) =>
      fc.tuple(text, fc.constantFrom(...words), text).map((parts) => parts.join(""));
    const line = between(...nasty);
    const lines = fc.array(between(...nasty, "\t", "\r"), { minLength: 1 }).map((all) => all.join("\n"));
    const reader = readFileSync("provider/host/installation/script/15-values.sh", "utf8");
    const show = 'printf \'%s\\0\' "$owner" "$constraints"';
    fc.assert(
      fc.property(line, lines, (owner, constraints) => {
        const input = scriptValues({ ...installed({}), constraints }, owner);
        const { stdout, stderr } = spawnSync("/bin/sh", ["-c", reader + show], { input, encoding: "utf8" });
        expect([stdout, stderr]).to.deep.equal([`${owner}\0${constraints}\0`, ""]);
      }),
      { numRuns: 60 },
    );
  });

  it("are refused by name, without the value, when one of one line has a control character", () => {
    const hostile = fc
      .constantFrom("\n", "\r", "\t", "\0", "\x1b", "\x7f", "\u0085")
      .map((c) => `a${c}root /`);
    fc.assert(
      fc.property(hostile, fc.constantFrom("owner", "link", "index", "root"), (value, name) => {
        const [owner, changed] = name === "owner" ? [value, {}] : ["o", { [name]: value }];
        expect(() => scriptValues({ ...installed({}), ...changed }, owner)).to.throw(
          TypeError,
          `${name} of the installation has a control character`,
        );
      }),
    );
  });

  it("stand one a line in a fixed order, each known to the script", () => {
    const { installation } = parseInstallation({
      version: "0.19.0",
      link: "/usr/local/bin/hermes",
      constraints: "a==1\nb==2\n",
    });
    if (!installation) throw new Error("refused");
    expect(
      scriptValues(installation, "acme/chat/prod::it's").replaceAll(/-[0-9a-f]{8}$/gm, "-<digest>"),
    ).to.equal(
      `constraints a==1
constraints b==2
deadline 900
keep 2
link /usr/local/bin/hermes
name 0.19.0-<digest>
oldest_major 3
oldest_minor 11
owner acme/chat/prod::it's
requirement hermes-agent[sms]==0.19.0
root /opt/hermes-agent
source pypi
version 0.19.0
`,
    );
  });
});
