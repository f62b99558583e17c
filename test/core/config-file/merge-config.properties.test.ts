import { expect } from "chai";
import fc from "fast-check";
import { type Config, type ConfigPath, isBranch } from "../../../provider/core/config-file/config";
import { configDrift } from "../../../provider/core/config-file/config-drift";
import { type ConfigChange, mergeConfig } from "../../../provider/core/config-file/merge-config";
import { config } from "../support/arbitrary-config";
import { configText } from "../support/arbitrary-config-text";
import { dataOf, dataOfValue, merged } from "../support/config-data";

const anyText = fc.option(configText, { nil: undefined, freq: 12 });

const RUNS = { numRuns: 300 };

interface Written {
  readonly text: string | undefined;
  readonly found: readonly ConfigPath[];
}

/** What a merge gives, or nothing where it refuses. */
function merge(text: string | undefined, change: Partial<ConfigChange>): Written | undefined {
  const result = mergeConfig(text, { before: {}, after: {}, found: [], adopt: "refuse", ...change });
  return result.problems ? undefined : result;
}

/** Runs a property only where merging does not refuse, and sees that this is no rare case. */
function checkMerges(check: (text: string | undefined, a: Config, b: Config) => boolean): void {
  let merges = 0;
  let all = 0;
  fc.assert(
    fc.property(anyText, config, config, (text, a, b) => {
      all += 1;
      if (check(text, a, b)) merges += 1;
    }),
    RUNS,
  );
  expect(merges).to.be.greaterThan(all / 4);
}

describe("mergeConfig on any file", () => {
  it("sets every declared leaf and changes no other", () => {
    checkMerges((text, after) => {
      const result = merge(text, { after });
      if (result === undefined) return false;
      expect(configDrift(result.text, after)).to.deep.equal([]);
      expect(merged(dataOf(result.text), after)).to.deep.equal(merged(dataOf(text), after));
      return true;
    });
  });

  it("does so too where it takes over", () => {
    checkMerges((text, after) => {
      const result = merge(text, { after, adopt: "take-over" });
      if (result === undefined) return false;
      expect(configDrift(result.text, after)).to.deep.equal([]);
      expect(merged(dataOf(result.text), after)).to.deep.equal(merged(dataOf(text), after));
      return true;
    });
  });

  it("changes no byte when the same is declared again, and none on a second try", () => {
    checkMerges((text, after) => {
      const result = merge(text, { after });
      if (result === undefined) return false;
      expect(merge(result.text, { before: after, after, found: result.found })).to.deep.equal(result);
      expect(merge(result.text, { after })?.text).to.equal(result.text);
      return true;
    });
  });

  it("gives the file back, byte for byte, when everything of ours goes", () => {
    checkMerges((text, after) => {
      const result = merge(text, { after });
      if (result === undefined) return false;
      expect(merge(result.text, { before: after, found: result.found })).to.deep.equal({ text, found: [] });
      return true;
    });
  });

  it("gives it back also after an update that wrote over nothing of theirs", () => {
    checkMerges((text, a, b) => {
      const created = merge(text, { after: a });
      if (created === undefined) return false;
      const updated = merge(created.text, { before: a, after: b, found: created.found });
      if (updated === undefined) return false;
      expect(configDrift(updated.text, b)).to.deep.equal([]);
      // a leaf that was theirs and is ours now cannot come back
      const stayed = updated.found.map((path) => JSON.stringify(path));
      if (leavesFound(created.found, b).some((path) => !stayed.includes(path))) return true;
      expect(merge(updated.text, { before: b, found: updated.found })?.text).to.equal(text);
      return true;
    });
  });

  it("keeps every comment and key that somebody writes between ours", () => {
    checkMerges((text, after, others) => {
      const result = merge(text, { after });
      const theirs = merge(result?.text, { after: under("theirs", others) });
      if (result === undefined || theirs?.text === undefined) return false;
      const commented = theirs.text.replace(/^( *)(?=(?:o\d|m\d|theirs):)/gm, "$1# human\n$1");
      const gone = merge(commented, { before: after, found: result.found });
      if (gone === undefined) return false;
      expect(dataOf(gone.text)).to.deep.equal(merged(dataOf(text), under("theirs", others)));
      expect(gone.text?.match(/# human/g)).to.deep.equal(commented.match(/# human/g));
      return true;
    });
  });

  it("only puts characters in, where nothing of ours is there yet", () => {
    checkMerges((text = "", after) => {
      const result = merge(text, { after });
      if (result?.text === undefined) return false;
      let at = 0;
      for (let i = 0; i < result.text.length; i += 1) if (result.text[i] === text[at]) at += 1;
      expect(at).to.equal(text.length);
      return true;
    });
  });

  it("writes what both versions of YAML read back", () => {
    fc.assert(
      fc.property(config, (after) => {
        const text = merge(undefined, { after })?.text;
        for (const version of ["1.1", "1.2"] as const) {
          expect(dataOf(text, version) ?? new Map()).to.deep.equal(dataOfValue(after));
        }
      }),
      RUNS,
    );
  });
});

/** The keys of a config with their maps as they are and one leaf in each of these. */
function under(key: string, maps: Config): Config {
  const inner = Object.entries(maps).filter(([name, value]) => /^m\d$/.test(name) && isBranch(value));
  return Object.fromEntries([[key, 1], ...inner.map(([name, value]) => [name, under(key, value as Config)])]);
}

function leavesFound(found: readonly ConfigPath[], declared: Config): string[] {
  const isDeclared = (path: ConfigPath) => {
    let value: unknown = declared;
    for (const key of path) value = Object.hasOwn(Object(value), key) ? (value as Config)[key] : undefined;
    return value !== undefined;
  };
  return found.filter(isDeclared).map((path) => JSON.stringify(path));
}
