import { expect } from "chai";
import type { HostFacts } from "../../../provider/core/facts/host-facts";
import type { Finding, FindingCode } from "../../../provider/core/finding";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "./arbitrary-fleet";

type Options = Record<string, unknown>;
export type Profiles = Record<string, Options | null>;

/** One fleet and what a rule finds in it: `severity subjects at path: message`, none for an innocent fleet. */
export type RuleRow = [what: string, profiles: Profiles, fleet: Options, expected: string[]];

/** The stack that plans. */
export const STACK = "acme/chat/prod";

/** An API server with a usable key. */
export const API = { API_SERVER_KEY: "0123456789abcdef" };

/** The findings of a fleet with the hosts vm1 and vm2; `facts` among its options are what a survey saw. */
export function findingsIn(profiles: Profiles, { facts, ...fleet }: Options = {}): readonly Finding[] {
  const hosts = { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } };
  const seen = facts === undefined ? {} : { facts: facts as HostFacts };
  return planFleet(fleetOf({ hosts, profiles, ...fleet }), { digestKey: "test", stack: STACK, ...seen })
    .findings;
}

/** Describes a rule by a table: the rows that it finds something in, and those that it leaves alone. */
export function ruleTable(code: FindingCode, rows: readonly RuleRow[]): void {
  describe(code, () => {
    for (const [what, profiles, fleet, expected] of rows) {
      it(what, () => {
        const found = findingsIn(profiles, fleet).filter((finding) => finding.code === code);
        expect(found.map(shown)).to.deep.equal(expected);
        for (const { remedy, message } of found) {
          expect(remedy).to.match(/^\S[^\n]*[^\s.]$/);
          expect(message).to.match(/^\S[^\n]*[^\s.]$/);
        }
      });
    }
  });
}

function shown({ severity, subjects, path, message, accepted }: Finding): string {
  const prefix = accepted === undefined ? severity : `accepted ${severity}`;
  return `${prefix} ${subjects.join(" ")} at ${path}: ${message}`;
}
