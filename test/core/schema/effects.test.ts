import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetJsonSchema } from "../../../provider/core/schema/fleet-json-schema";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { fleetOf } from "../support/arbitrary-fleet";

/** Another value than the default, for every option that enters the unit. */
const CHANGES: Readonly<Record<string, unknown>> = {
  scope: "user",
  user: "svc",
  group: "agents",
  home: "/srv/h",
  executable: "/opt/hermes",
  args: ["gateway"],
  description: "Mine",
  workingDirectory: "/srv",
  environment: { A: "1" },
  after: ["b.service"],
  wants: ["b.service"],
  restart: "always",
  restartSec: 6,
  startLimitIntervalSec: 600,
  restartForceExitStatus: [76],
  successExitStatus: [76],
  restartPreventExitStatus: [76],
  timeoutStartSec: 5,
  timeoutStopSec: 71,
  killMode: "process",
  killSignal: "SIGTERM",
  execReload: null,
  wantedBy: ["a.target"],
  directives: { Service: { MemoryMax: "1G" } },
};

function unitWith(options: object): string {
  const plan = planFleet(
    fleetOf({ hosts: { vm1: { connection: { host: "x" } } }, profiles: { a: options } }),
  );
  const [gateway] = plan.hosts[0]?.gateways ?? [];
  if (gateway === undefined) throw new Error("no gateway");
  return renderGatewayUnit(gateway.spec);
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
}

const FLEET = fleetJsonSchema() as Schema;

function description(option: string): string {
  const profile = FLEET.properties?.profiles?.additionalProperties?.anyOf?.[0];
  return profile?.properties?.[option]?.description ?? "";
}

describe("what an option's description says of a change", () => {
  for (const [option, value] of Object.entries(CHANGES)) {
    it(`is true of ${option}`, () => {
      const [before, after] = [unitWith({}), unitWith({ [option]: value })];
      expect(after).not.to.equal(before);
      const restarts = runtimeDigest(after) !== runtimeDigest(before);
      expect(description(option)).to.match(
        restarts ? /Changing it restarts the gateway\.$/ : /without a restart\.$/,
      );
    });
  }

  for (const option of ["priority", "ports", "adopt", "takeBack", "linger", "health", "exclusiveGroup"]) {
    it(`is true of ${option}, which changes no unit by itself`, () => {
      const value = {
        priority: 5,
        ports: [80],
        adopt: "take-over",
        takeBack: true,
        linger: false,
        health: { healthyForSeconds: 0 },
        exclusiveGroup: "g",
      };
      expect(unitWith({ [option]: value[option as keyof typeof value] })).to.equal(unitWith({}));
      expect(description(option)).to.match(/(never restarts the gateway|the others go on running)\.$/);
    });
  }
});
