import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { fleetOf } from "../support/arbitrary-fleet";
import type { Profiles } from "../support/rule-table";

/** By profile: its unit's lines, what needs a restart when it changes, and whether a boot starts it. */
function inputsOf(profiles: Profiles) {
  const plan = planFleet(fleetOf({ hosts: { vm1: { connection: { host: "x" } } }, profiles }));
  return new Map(
    plan.hosts.flatMap(({ gateways }) =>
      gateways.map(({ profileKey, boot, spec }) => {
        const unit = renderGatewayUnit(spec);
        return [profileKey, { lines: unit.split("\n"), runtime: runtimeDigest(unit), boot }];
      }),
    ),
  );
}

/** What a preview would show of the change from one fleet to another. */
function preview(olds: Profiles, news: Profiles): string[] {
  const [before, after] = [inputsOf(olds), inputsOf(news)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === undefined) return [`${key} created, ${now?.boot}`];
    if (now === undefined) return [`${key} removed`];
    return [
      ...old.lines.filter((line) => !now.lines.includes(line)).map((line) => `${key} - ${line}`),
      ...now.lines.filter((line) => !old.lines.includes(line)).map((line) => `${key} + ${line}`),
      ...(old.boot === now.boot ? [] : [`${key} ${old.boot} => ${now.boot}`]),
      ...(old.runtime === now.runtime ? [] : [`${key} restarts`]),
    ];
  });
}

const PORT = { ports: [8642] };

describe("what a preview shows of a changed fleet", () => {
  it("a third profile on a port: the higher units name it, and none of the running ones restarts", () => {
    const two = { coder: { ...PORT, priority: 10 }, writer: PORT };
    expect(preview(two, { ...two, ops: { ...PORT, priority: 5 } })).to.deep.equal([
      "coder - Conflicts=hermes-gateway-writer.service",
      "coder - Before=hermes-gateway-writer.service",
      "coder + Conflicts=hermes-gateway-ops.service hermes-gateway-writer.service",
      "coder + Before=hermes-gateway-ops.service hermes-gateway-writer.service",
      "ops created, standby",
    ]);
  });

  it("a gone from a path a–b–c: b starts and c stops", () => {
    const rest = { b: { ports: [1, 2] }, c: { ports: [2] } };
    expect(preview({ a: { ports: [1] }, ...rest }, rest)).to.deep.equal([
      "a removed",
      "b standby => enabled",
      "c enabled => standby",
    ]);
  });

  it("a port of its own: the pair is free of each other, and nobody restarts", () => {
    expect(preview({ a: PORT, b: PORT }, { a: PORT, b: { ports: [8700] } })).to.deep.equal([
      "a - Conflicts=hermes-gateway-b.service",
      "a - Before=hermes-gateway-b.service",
      "b standby => enabled",
    ]);
  });

  it("desired: stopped for the winner: the next one runs, by reload alone", () => {
    const two = { a: PORT, b: PORT };
    expect(preview(two, { ...two, a: { ...PORT, desired: "stopped" } })).to.deep.equal([
      "a + RefuseManualStart=yes",
      "a enabled => standby",
      "b standby => enabled",
    ]);
  });
});
