import { expect } from "chai";
import type { Config } from "../../../provider/core/config-file/config";
import { type ConfigFile, readConfigFile } from "../../../provider/core/config-file/config-file";
import { isAsPlanned } from "../../../provider/core/config-file/is-as-planned";
import { type Touched, touch } from "../../../provider/core/config-file/touched";

const touchedAt = (...paths: string[]): Touched => {
  const touched: Touched = new Map();
  for (const path of paths) touch(touched, path.split("."));
  return touched;
};

const FILE = "a: 1\nb: {c: 2, d: 3}\ne: [4]\n";

/** What comes of removing `b.c` and setting `b.x`. */
const planned = (result: string, after: Config = { b: { x: 9 } }) =>
  isAsPlanned(readConfigFile(FILE) as ConfigFile, readConfigFile(result) as ConfigFile, {
    removed: touchedAt("b.c"),
    set: touchedAt("b.x"),
    after,
  });

describe("isAsPlanned", () => {
  it("is so when only what was meant has changed", () => {
    expect(planned("a: 1\nb: {d: 3, x: 9}\ne: [4]\n")).to.equal(true);
  });

  const rows: [what: string, result: string][] = [
    ["what was to be set is not", "a: 1\nb: {d: 3}\ne: [4]\n"],
    ["what was to be set has another value", "a: 1\nb: {d: 3, x: 8}\ne: [4]\n"],
    ["what was to go is there", "a: 1\nb: {c: 2, d: 3, x: 9}\ne: [4]\n"],
    ["another key has gone", "b: {d: 3, x: 9}\ne: [4]\n"],
    ["another key has come", "a: 1\nb: {d: 3, x: 9}\ne: [4]\nf: 5\n"],
    ["another value has changed", "a: 1\nb: {d: 3, x: 9}\ne: [5]\n"],
    ["another value's style has changed", 'a: "1"\nb: {d: 3, x: 9}\ne: [4]\n'],
    ["another value has an anchor", "a: &a 1\nb: {d: 3, x: 9}\ne: [4]\n"],
    ["another value has a tag", "a: !!int 1\nb: {d: 3, x: 9}\ne: [4]\n"],
    ["the map has an anchor", "a: 1\nb: &b {d: 3, x: 9}\ne: [4]\n"],
    ["a key is written in another way", "'a': 1\nb: {d: 3, x: 9}\ne: [4]\n"],
    ["two keys have changed places", "b: {d: 3, x: 9}\na: 1\ne: [4]\n"],
  ];
  for (const [what, result] of rows) {
    it(`is not when ${what}`, () => {
      expect(planned(result)).to.equal(false);
    });
  }
});
