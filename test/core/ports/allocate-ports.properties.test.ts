import { expect } from "chai";
import fc from "fast-check";
import {
  type AssignedPorts,
  allocatePorts,
  type PortRequests,
} from "../../../provider/core/ports/allocate-ports";
import { shuffled } from "../support/arbitrary-fleet";

const RUNS = { numRuns: 500 };
const RANGE = { from: 9200, to: 9230 };
const PROFILES = ["a", "b", "c", "d", "default", "e-1"];
const PLATFORMS = ["api_server", "webhook", "sms"];

/** What a host's profiles ask for at one time; every request fits twice into the range. */
const arbitraryRequests: fc.Arbitrary<PortRequests> = fc.dictionary(
  fc.constantFrom(...PROFILES.slice(0, 5)),
  fc.shuffledSubarray(PLATFORMS, { minLength: 1 }),
);

const arbitraryTaken = fc.uniqueArray(fc.integer({ min: 9195, max: 9235 }), { maxLength: 5 });

/** One step of a host's life: what is asked for, and what is declared by hand. */
const arbitraryLife = fc.array(fc.tuple(arbitraryRequests, arbitraryTaken), { minLength: 1, maxLength: 8 });

function step(remembered: AssignedPorts, requests: PortRequests, taken: readonly number[] = []) {
  return allocatePorts({ hostKey: "vm1", range: RANGE, requests, taken, remembered });
}

/** Every assigned port as `profile platform port`. */
function rows(assigned: AssignedPorts): string[] {
  return Object.entries(assigned)
    .flatMap(([key, ports]) => Object.entries(ports).map(([platform, port]) => `${key} ${platform} ${port}`))
    .sort();
}

function valuesOf(assigned: AssignedPorts): number[] {
  return Object.values(assigned).flatMap((ports) => Object.values(ports));
}

describe("allocatePorts, for any life of a host", () => {
  it("gives each request one port of the range, no port twice, and none that is declared by hand", () => {
    fc.assert(
      fc.property(arbitraryRequests, arbitraryTaken, (requests, taken) => {
        const { assigned, problems } = step({}, requests, taken);
        const values = valuesOf(assigned);
        expect(problems).to.deep.equal([]);
        expect(new Set(values).size).to.equal(Object.values(requests).flat().length);
        for (const port of values) {
          expect(port).to.be.within(9200, 9229);
          expect(taken).to.not.include(port);
        }
      }),
      RUNS,
    );
  });

  it("keeps each port for as long as it is asked for, whoever comes and goes and whatever is declared", () => {
    fc.assert(
      fc.property(arbitraryLife, (life) => {
        let before: AssignedPorts = {};
        for (const [requests, taken] of life) {
          const { assigned, problems } = step(before, requests, taken);
          const wanted = new Set(
            Object.entries(requests).flatMap(([key, some]) => some.map((p) => `${key} ${p} `)),
          );
          const stay = rows(before).filter((row) => wanted.has(row.replace(/\d+$/, "")));
          expect(rows(assigned)).to.include.members(stay);
          const moved = new Set(problems.flatMap((one) => (one.kind === "taken" ? [one.port] : [])));
          expect([...moved].sort()).to.deep.equal(
            taken.filter((port) => stay.some((row) => row.endsWith(` ${port}`))).sort(),
          );
          before = assigned;
        }
      }),
      RUNS,
    );
  });

  it("gives nobody a port that somebody else had a step before", () => {
    fc.assert(
      fc.property(arbitraryRequests, arbitraryRequests, (first, second) => {
        const before = step({}, first).assigned;
        const after = step(before, second).assigned;
        const had = new Map(rows(before).map((row) => [row.split(" ")[2], row]));
        for (const row of rows(after)) expect([undefined, row]).to.include(had.get(row.split(" ")[2]));
      }),
      RUNS,
    );
  });

  it("changes nothing when it is asked again", () => {
    fc.assert(
      fc.property(arbitraryRequests, arbitraryTaken, (requests, taken) => {
        const once = step({}, requests, taken);
        expect(step(once.assigned, requests, taken)).to.deep.equal(once);
      }),
      RUNS,
    );
  });

  it("does not depend on the order of anything", () => {
    fc.assert(
      fc.property(
        arbitraryRequests,
        arbitraryRequests,
        arbitraryTaken,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (first, second, taken, stream) => {
          const mixed = <T>(value: T) => shuffled(value, () => stream.next().value ?? 0) as T;
          const before = step({}, first).assigned;
          expect(JSON.stringify(step(mixed(before), mixed(second), mixed(taken)))).to.equal(
            JSON.stringify(step(before, second, taken)),
          );
        },
      ),
      RUNS,
    );
  });

  it("finds the last free port of a range that is full but for it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 9200, max: 9229 }), fc.constantFrom(...PROFILES), (free, key) => {
        const taken = Array.from({ length: 30 }, (_, i) => 9200 + i).filter((port) => port !== free);
        const { assigned } = step({}, { [key]: ["api_server"] }, taken);
        expect(assigned).to.deep.equal({ [key]: { api_server: free } });
      }),
      RUNS,
    );
  });
});
