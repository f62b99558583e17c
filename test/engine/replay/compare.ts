import { expect } from "chai";
import type { EngineResult, ProviderCall } from "../model/result";
import { UNKNOWN } from "../model/values";
import { isAboutResource } from "./recorded-order";
import type { Recording } from "./recording";

/**
 * Holds the provider calls of an operation against a recording: the same calls with the same content,
 * in an order that the recording allows. The recorded order of arrival was imposed on the engine
 * before, so what is left of the order is the engine's own:
 *
 * 1. The calls about one resource, and those about the provider, come in exactly the recorded sequence.
 * 2. All checks and the diffs between them come in exactly the recorded sequence, none during another.
 * 3. Where of two resources one needs the other, a call that the recording has after the end of
 *    another is after its end here.
 * 4. A refresh, which reads all resources at once whoever needs whom, ends before the first check.
 *
 * Beyond that, calls about independent resources may come in any order and at the same time.
 */
export function expectSameCalls(result: EngineResult, recording: Recording, needs: Needs): void {
  const ours = result.calls;
  const theirs = recording.calls;
  for (const urn of new Set([...theirs, ...ours].map((call) => call.urn))) {
    const of = (calls: readonly ProviderCall[]) => calls.filter((call) => call.urn === urn).map(contentOf);
    expect(of(ours), `calls about ${urn || "the provider"}`).to.deep.equal(of(theirs));
  }
  expect(serialCalls(ours).map(titleOf), "checks and diffs in sequence").to.deep.equal(
    serialCalls(theirs).map(titleOf),
  );
  expectNoOverlap(serialCalls(ours));
  const [check] = serialCalls(ours);
  for (const call of ours.filter(({ method }) => method === "Read")) {
    if (check !== undefined) expect(endOf(call), titleOf(call)).to.be.lessThan(check.start);
  }
  expectRequiredOrder(ours, theirs, needs);
}

/** What the program was answered, by resource. */
export function expectSameRegistrations(result: EngineResult, recording: Recording): void {
  const byUrn = (list: Recording["registrations"]) =>
    Object.fromEntries(list.map(({ urn, id, outputs, failed }) => [urn, { id, outputs, failed }]));
  expect(byUrn(result.registrations), "answers to registrations").to.deep.equal(
    byUrn(recording.registrations),
  );
}

/** By URN, all URNs that must exist before it. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/** What all the recordings say about who needs whom, directly and through others. */
export function allNeeds(recordings: readonly Recording[]): Needs {
  const all = new Map<string, Set<string>>();
  for (const { needs } of recordings) {
    for (const [urn, urns] of needs) all.set(urn, new Set([...(all.get(urn) ?? []), ...urns]));
  }
  // Registrations come in dependency order, so what a resource needs is complete when it is reached.
  for (const urns of all.values())
    for (const urn of [...urns]) for (const far of all.get(urn) ?? []) urns.add(far);
  return all;
}

function expectRequiredOrder(
  ours: readonly ProviderCall[],
  theirs: readonly ProviderCall[],
  needs: Needs,
): void {
  const related = (a = "", b = "") => a === b || needs.get(a)?.has(b) || needs.get(b)?.has(a);
  const twins = pairUp(afterRefresh(ours), afterRefresh(theirs));
  const subjects = subjectsOf(afterRefresh(ours));
  for (const [first, theirFirst] of twins) {
    for (const [second, theirSecond] of twins) {
      if (!related(subjects.get(first), subjects.get(second))) continue;
      if (!(endOf(theirFirst) < theirSecond.start)) continue;
      const order = `${titleOf(first)} ends before ${titleOf(second)} starts`;
      expect(endOf(first), order).to.be.lessThan(second.start);
    }
  }
}

/**
 * For whose sake each call is made. A diff of a resource that is not being checked serves the one that
 * is: it tells what the other's replacement would do to it.
 */
function subjectsOf(calls: readonly ProviderCall[]): Map<ProviderCall, string> {
  let checked = "";
  return new Map(
    calls.map((call) => {
      if (call.method === "Check") checked = call.urn;
      return [call, call.method === "Diff" ? checked : call.urn];
    }),
  );
}

/** Calls about resources with their recorded counterpart: the same method's n-th call on the same URN. */
function pairUp(
  ours: readonly ProviderCall[],
  theirs: readonly ProviderCall[],
): [ProviderCall, ProviderCall][] {
  const open = [...theirs];
  return ours.flatMap((call): [ProviderCall, ProviderCall][] => {
    const at = open.findIndex((other) => titleOf(other) === titleOf(call));
    const [twin] = at < 0 ? [] : open.splice(at, 1);
    return twin === undefined ? [] : [[call, twin]];
  });
}

/** Checks, and the diffs that go with them. */
function serialCalls(calls: readonly ProviderCall[]): ProviderCall[] {
  return afterRefresh(calls).filter(({ method }) => method === "Check" || method === "Diff");
}

/** The calls about resources without those of a refresh: reads, and the diffs before any check. */
function afterRefresh(calls: readonly ProviderCall[]): ProviderCall[] {
  const about = calls.filter(isAboutResource);
  if (!about.some(({ method }) => method === "Read")) return about;
  const check = about.findIndex(({ method }) => method === "Check");
  return check < 0 ? [] : about.slice(check);
}

function expectNoOverlap(calls: readonly ProviderCall[]): void {
  for (const [index, call] of calls.slice(1).entries()) {
    const before = calls[index];
    if (before === undefined) continue;
    expect(endOf(before), `${titleOf(before)} ends before ${titleOf(call)}`).to.be.lessThan(call.start);
  }
}

function contentOf({ method, request, error }: ProviderCall): unknown {
  const { id, olds, news, oldInputs, properties, inputs, args } = request;
  // A provider's own id is random; that it is not known yet in a first preview is not.
  const shownId = method === "Configure" ? id === UNKNOWN : id;
  const content = { id: shownId, olds, news, oldInputs, properties, inputs, args };
  const given = Object.entries(content).filter(([, value]) => value !== undefined);
  return { method, ...Object.fromEntries(given), ...(error === undefined ? {} : { error }) };
}

function titleOf(call: ProviderCall): string {
  return `${call.method} ${call.urn}`;
}

function endOf(call: ProviderCall): number {
  return call.end ?? Number.POSITIVE_INFINITY;
}
