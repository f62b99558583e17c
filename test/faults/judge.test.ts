import { expect } from "chai";
import type { Look } from "./host/look";
import { parseLook } from "./host/look";
import { parseSamples } from "./host/sampler";
import { type Frame, judgeLook } from "./judge/judge-look";
import { judgeSamples } from "./judge/judge-samples";

/** A host in a generation, as it has to be. */
function at(generation: "old" | "new", changed: Partial<Look> = {}): Look {
  const winner = generation === "old" ? "a" : "b";
  const of = (kind: string) => ({
    a: `${kind}-a-${generation}`,
    b: `${kind}-b-${generation}`,
    c: `${kind}-c-${generation}`,
  });
  return {
    files: of("unit"),
    envs: of("env"),
    modes: ["a root:644", "b root:644", "c root:644", "a hermes:600"],
    linked: [winner, "c"],
    runs: [winner, "c"],
    active: { [winner]: "active", c: "active" },
    names: { [winner]: [`hermes-gateway-${winner === "a" ? "b" : "a"}.service`] },
    left: [],
    records: { "x.rolled-back": { deadline: 0, text: "" } },
    readable: [],
    units: [],
    failed: [],
    ...changed,
  };
}

const frame: Frame = { before: at("old"), after: at("new"), winners: { old: "a", new: "b" } };

describe("a host after a change that was cut", () => {
  it("holds in the old and in the new generation, and with c ahead of a and b", () => {
    expect(judgeLook(at("old"), frame)).to.deep.equal([]);
    expect(judgeLook(at("new"), frame)).to.deep.equal([]);
    const ahead = at("old", {
      files: { ...at("old").files, c: "unit-c-new" },
      envs: { ...at("old").envs, c: "env-c-new" },
    });
    expect(judgeLook(ahead, frame)).to.deep.equal([]);
  });

  const wrong: [string, Partial<Look>, string][] = [
    [
      "a cut file",
      { files: { ...at("old").files, b: "half" } },
      "the unit of b is neither the old one nor the new one",
    ],
    [
      "two generations",
      { files: { ...at("old").files, b: "unit-b-new" } },
      "the files of a and b are of different generations: a old with old .env, b new with old .env",
    ],
    [
      "a unit without its .env",
      { files: { ...at("old").files, c: "unit-c-new" } },
      "unit and .env of c are of different generations",
    ],
    ["nobody", { runs: ["c"] }, "runs: c, where the files are old and it has to be a and c"],
    [
      "the wrong link",
      { linked: ["b", "c"] },
      "a boot starts: b and c, where the files are old and it has to be a and c",
    ],
    ["a work directory", { left: ["/run/hermes-fleet.x"] }, "/run/hermes-fleet.x is left"],
    ["a readable file", { readable: ["/etc/x"] }, "another account can read /etc/x"],
    [
      "an open record",
      { records: { x: { deadline: 1, text: "phase armed" } } },
      "the record x is open: phase armed",
    ],
    ["a mode", { modes: ["a root:600"] }, "owner and mode of a file: a root:600"],
    ["a failed unit", { failed: ["hermes-gateway-a.service"] }, "hermes-gateway-a.service is failed"],
    [
      "units that name each other",
      { names: { a: ["hermes-gateway-b.service"], b: ["hermes-gateway-a.service"] } },
      "a and b name each other",
    ],
  ];
  for (const [what, changed, fault] of wrong) {
    it(`does not hold with ${what}`, () => {
      expect(judgeLook(at("old", changed), frame)).to.include(fault);
    });
  }

  it("is read from what it prints", () => {
    const seen = parseLook(
      "file\ta\tabc\troot:644\nruns\ta\t12\nlinked\tc\nleft\t/run/x\nnames\ta\tConflicts=b.service c.service\nrecord\tid\t90\tphase armed\n",
    );
    expect(seen.files).to.deep.equal({ a: "abc" });
    expect(seen.modes).to.deep.equal(["a root:644"]);
    expect([seen.runs, seen.linked, seen.left]).to.deep.equal([["a"], ["c"], ["/run/x"]]);
    expect(seen.names).to.deep.equal({ a: ["b.service", "c.service"] });
    expect(seen.records).to.deep.equal({ id: { deadline: 90, text: "phase armed" } });
  });
});

describe("continuous looking", () => {
  const seen = (...texts: string[]) => texts.map(parseSamples);

  it("counts how long nobody of the group ran, the time without power included", () => {
    const parts = seen(
      "at 1 a c\nat 2\nat 3 b c\nat 4 b c\nlooked 30 120\n",
      "at 6 b c\nat 9 b c\nlooked 20 110\n",
    );
    expect(judgeSamples(parts, { by: 7 })).to.deep.equal({
      faults: [],
      nobodySeconds: 3,
      looks: 50,
      longestPauseMs: 120,
    });
  });

  it("finds two of the group at once, and somebody who comes too late", () => {
    const { faults } = judgeSamples(seen("at 1 a b c\nat 1.5 a\nat 4\nat 8 b\nat 9 b\nlooked 9 100\n"), {
      by: 7,
    });
    expect(faults).to.deep.equal([
      "a and b ran together for 0.50 s",
      "nobody of a and b ran until 1.0 s after the last moment that is allowed",
      "no c ran until 2.0 s after the last moment that is allowed",
    ]);
  });
});
