import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { parseGatewaySpec } from "../../../provider/core/spec/parse-gateway-spec";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { fleetOf } from "../support/arbitrary-fleet";
import { HOSTS } from "../support/refusals";

function unitWith(options: object): string {
  const [gateway] =
    planFleet(fleetOf({ hosts: HOSTS, profiles: { coder: options } })).hosts[0]?.gateways ?? [];
  const { spec } = parseGatewaySpec(JSON.parse(JSON.stringify(gateway?.spec)));
  return spec ? renderGatewayUnit(spec) : "";
}

const ABOUT = /^(Type|NotifyAccess|WatchdogSec|TimeoutStartSec)=/;
const linesWith = (options: object) =>
  unitWith(options)
    .split("\n")
    .filter((line) => ABOUT.test(line));
const set = (seconds: unknown) => ({ config: { gateway: { systemd_watchdog_seconds: seconds } } });
const service = (directives: object) => ({ directives: { Service: directives } });

describe("a gateway whose config.yaml sets a watchdog", () => {
  const rows: [what: string, options: object, lines: string[]][] = [
    ["without it", {}, ["Type=exec"]],
    ["of 0", set(0), ["Type=exec"]],
    ["of 60", set(60), ["Type=notify", "NotifyAccess=main", "WatchdogSec=60", "TimeoutStartSec=390"]],
    [
      "of 90 as text",
      set(" 90 "),
      ["Type=notify", "NotifyAccess=main", "WatchdogSec=90", "TimeoutStartSec=390"],
    ],
    ["that Hermes does not take", set(1.5), ["Type=exec"]],
    ["that is true", set(true), ["Type=exec"]],
    ["above what Hermes takes", set(2_147_483_648), ["Type=exec"]],
    [
      "with a start timeout of its own",
      { ...set(60), timeoutStartSec: 20 },
      ["Type=notify", "NotifyAccess=main", "WatchdogSec=60", "TimeoutStartSec=20"],
    ],
    [
      "with directives of its own",
      { ...set(60), ...service({ WatchdogSec: "2min", NotifyAccess: "all" }) },
      ["Type=notify", "TimeoutStartSec=390", "NotifyAccess=all", "WatchdogSec=2min"],
    ],
    [
      "with a directive that switches it off",
      { ...set(60), ...service({ WatchdogSec: 0 }) },
      ["Type=exec", "WatchdogSec=0"],
    ],
    [
      "with one that ends in switching it off",
      { ...set(60), ...service({ WatchdogSec: ["30", "infinity"] }) },
      ["Type=exec", "WatchdogSec=30", "WatchdogSec=infinity"],
    ],
    ["with only the directive", service({ WatchdogSec: 30 }), ["Type=exec", "WatchdogSec=30"]],
  ];
  for (const [what, options, lines] of rows) {
    it(`${what}: ${lines.join(" ")}`, () => expect(linesWith(options)).to.deep.equal(lines));
  }

  it("is restarted by its change, because a running gateway tells nobody that it is ready", () =>
    expect(runtimeDigest(unitWith(set(60)))).to.not.equal(runtimeDigest(unitWith({}))));
});
