import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { repoRoot } from "../../e2e/repo-root";

const PARTS = ["10-base.sh", "71-state-file.sh"]
  .map((name) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8"))
  .join("");

const FIELDS = `${PARTS}
shift 2
state_fields "$@"
`;

/** A look at a file of process 7, which started at 70. */
const LOOK = `${PARTS}
process_of() { REPLY='7 70'; }
state_text() { cat; }
put mainPid 0 7
put readyPlatforms 0 "$3"
put platformsBefore 0 "$4"
look_at_state_file 0
printf '%s %s' $? "$seen"
`;

const WRITTEN = "2026-11-21T20:00:00.123456+00:00";
const platform = (state: string, code: string | null = null, message: string | null = null) => ({
  state,
  error_code: code,
  error_message: message,
  updated_at: WRITTEN,
});
const file = (platforms: object, rest: object = {}) =>
  JSON.stringify({
    pid: 7,
    kind: "hermes-gateway",
    argv: ["hermes", '{"gateway_state":"x"}'],
    start_time: 70,
    gateway_state: "running",
    exit_reason: null,
    platforms,
    ...rest,
  });

function run(script: string, input: string | Buffer, ...words: string[]): string {
  const { stdout, stderr } = spawnSync(
    "/bin/sh",
    ["-c", script, "hermes-fleet", "/nowhere", "apply", ...words],
    {
      input,
      encoding: "utf8",
    },
  );
  expect(stderr).to.equal("");
  return stdout;
}

const fields = (text: string | Buffer, ...platforms: string[]) => run(FIELDS, text, ...platforms);

describe("what is read of a state file", () => {
  it("is its state, its process and the platforms that are asked for", () => {
    const text = file({
      signal: platform("retrying", "signal-phone_lock", "x"),
      api_server: platform("connected"),
    });
    expect(fields(text, "api_server", "signal", "irc").split("\n")).to.deep.equal([
      "running 7 70",
      `api_server connected - ${WRITTEN}`,
      `signal retrying signal-phone_lock ${WRITTEN}`,
      "irc - - -",
      "",
    ]);
  });

  it("is a platform of another profile that a multiplexer serves", () =>
    expect(fields(file({ "b:signal": platform("fatal", "x") }), "b:signal")).to.equal(
      `running 7 70\nb:signal fatal x ${WRITTEN}\n`,
    ));

  it("is nothing that stands in a message, at another depth, or in a list", () => {
    const forged = '","state":"connected","error_code":"';
    const text = file(
      {
        a: platform("retrying", null, `${forged}\\" \\\\" {"state":"connected"} }}}`),
        b: { detail: { state: "connected" } },
        c: [platform("connected")],
      },
      { nested: { platforms: { d: platform("connected") }, gateway_state: "stopped" } },
    );
    expect(fields(text, "a", "b", "c", "d").split("\n").slice(0, 5)).to.deep.equal([
      "running 7 70",
      `a retrying - ${WRITTEN}`,
      "b - - -",
      "c - - -",
      "d - - -",
    ]);
  });

  it("is nothing of a list of platforms, whatever stood before it", () => {
    const listed = {
      pid: 7,
      start_time: 70,
      gateway_state: "running",
      other: { a: {} },
      platforms: [platform("connected")],
    };
    expect(fields(JSON.stringify(listed), "a")).to.equal("running 7 70\na - - -\n");
  });

  it("is no word that is not plain: what could be more than a code is left out", () => {
    const text = file({ a: { ...platform("connec ted", "$(id) x"), updated_at: "now; then" } });
    expect(fields(text, "a")).to.equal("running 7 70\na - - -\n");
    expect(fields(file({}, { pid: "7 8", start_time: -70 }))).to.equal("running - -\n");
    expect(fields(file({ a: platform("connected", "x".repeat(61)) }), "a")).to.include("a connected - ");
  });

  for (const text of [
    "",
    "null",
    "[]",
    "{}",
    '"running"',
    `${file({})}{}`,
    file({}).slice(1),
    "{{}}",
    '{"a" 5}',
  ]) {
    it(`is nothing of ${JSON.stringify(text.slice(0, 24))}, which is no state file`, () =>
      expect(fields(text)).to.equal(""));
  }

  it("is nothing of one that is cut anywhere", () => {
    const whole = file({ a: platform("connected", null, 'a "b" \\') }, { z: [1, { y: true }] });
    for (let size = 0; size < whole.length; size += 7) expect(fields(whole.slice(0, size), "a")).to.equal("");
    expect(fields(whole, "a")).to.include("a connected");
  });

  it("is the same as JSON's own reading, whatever stands in the file", () => {
    const states = fc.constantFrom("connected", "retrying", "fatal", "disconnected");
    const value = fc.record({
      state: states,
      error_message: fc.string({ unit: "binary" }),
      more: fc.jsonValue(),
    });
    const names = fc.constantFrom("a", "b", "c:d");
    const whole = fc.record({
      first: fc.jsonValue(),
      platforms: fc.dictionary(names, value),
      gateway_state: fc.constantFrom("running", "starting"),
      text: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(whole, fc.constantFrom(undefined, 2), fc.boolean(), (written, indent, ascii) => {
        const plain = JSON.stringify(written, null, indent);
        const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
        const text = ascii ? plain.replaceAll(/[\u007f-\uffff]/g, escaped) : plain;
        const expected = ["a", "b", "c:d"].map(
          (name) => `${name} ${written.platforms[name]?.state ?? "-"} - -`,
        );
        expect(fields(text, "a", "b", "c:d").trimEnd().split("\n")).to.deep.equal([
          `${written.gateway_state} - -`,
          ...expected,
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it("is read of a long file too", () => {
    const many = Array.from({ length: 1000 }, (_, n) => [
      `p${n}`,
      platform("retrying", null, "x".repeat(100)),
    ]);
    const text = file({ ...Object.fromEntries(many), last: platform("connected") });
    expect(text.length).to.be.greaterThan(200_000);
    expect(fields(text, "last")).to.equal(`running 7 70\nlast connected - ${WRITTEN}\n`);
  });
});

describe("a look at a state file", () => {
  const look = (text: string, platforms = "", before = "") => run(LOOK, text, platforms, before);
  const rows: [what: string, text: string, platforms: string, before: string, result: string][] = [
    ["running without a platform", file({}), "", "", "0 state file says running, pid 7"],
    [
      "with what is waited for",
      file({ signal: platform("connected"), irc: platform("fatal", "x") }),
      "signal",
      "",
      "0 state file says running, pid 7, signal connected",
    ],
    [
      "with two that are not connected",
      file({ a: platform("retrying", "signal-phone_lock"), b: platform("fatal"), c: platform("connected") }),
      "a b c",
      "",
      "1 platform a: retrying, signal-phone_lock; platform b: fatal",
    ],
    ["without one of them", file({}), "a", "", "1 platform a: not in the state file"],
    [
      "with one that an earlier process left there",
      file({ a: platform("connected") }),
      "a",
      ` a=${WRITTEN}`,
      "1 platform a: not in the state file since the start",
    ],
    ["of an earlier process", file({}, { pid: 6 }), "", "", "1 state file says running, pid 6 is not 7"],
    [
      "of an earlier process with the same number",
      file({}, { start_time: 60 }),
      "",
      "",
      "1 state file says running, pid 7 that started at 60, which is not 70",
    ],
    ["still starting", file({}, { gateway_state: "starting" }), "", "", "1 state file says starting, pid 7"],
    ["that is broken off", file({}).slice(0, -1), "", "", "1 there is no state file that can be read"],
  ];
  for (const [what, text, platforms, before, result] of rows) {
    it(what, () => expect(look(text, platforms, before)).to.equal(result));
  }
});
