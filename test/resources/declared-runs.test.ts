import { expect } from "chai";
import { HostError } from "../../provider/host/host-error.js";
import { applyRequest, observeRequest } from "../../provider/host/transaction/frames.js";
import { checkGateway } from "../../provider/resources/gateway-profile/check.js";
import { diffGateway } from "../../provider/resources/gateway-profile/diff.js";
import {
  ensureOperation,
  leaveHomeOperation,
  observeOperation,
  removeOperation,
} from "../../provider/resources/gateway-profile/operations.js";
import type { GatewayInputs, GatewayOutputs } from "../../provider/resources/gateway-profile/properties.js";
import { runsOf } from "../../provider/resources/gateway-profile/runs.js";
import { SAMPLE_SPEC } from "../core/support/sample-spec";
import { sampleInputs, sampleOutputs } from "./support/sample-gateway";

const USER = { scope: "user" as const, user: "svc", wantedBy: ["default.target"] };
const HOME = SAMPLE_SPEC.home;
/** What an account writes over its unit's line, mark kept. */
const HOSTILE = `HERMES_HOME=${HOME}\\na;id>/root/x;b=1`;
const hostileUnit = (unit: string) => unit.replace(`HERMES_HOME=${HOME}`, HOSTILE);

/** Outputs as an `up` left them, and as a refresh made them of what the host has now. */
const left = (spec = {}) => ({ ...sampleOutputs(), ...sampleInputs({}, spec) }) as GatewayOutputs;
const refreshed = (spec = {}) => {
  const outs = left(spec);
  return { ...outs, unit: hostileUnit(outs.unit), status: "drifted" } as GatewayOutputs;
};
const older = ({ runs: _, ...outs }: GatewayOutputs) => outs as GatewayOutputs;

describe("what decisions use of a gateway", () => {
  it("stands in its inputs as it was declared, whatever its unit says by now", () => {
    const { runs } = sampleInputs({}, { ...USER, conflicts: ["b.service"] });
    expect(runs).to.equal(`conflicts b.service
executable /usr/local/bin/hermes
home ${HOME}
killSignal SIGINT
links default.target.wants
stopSeconds 70
user svc
`);
    expect(runsOf(refreshed(USER))).to.deep.equal(runsOf(left(USER)));
  });

  it("is the same for every operation before and after a refresh read another text", () => {
    const news = sampleInputs({}, { ...USER, user: "other", home: "/home/other/h" });
    for (const make of [
      (outs: GatewayOutputs) => removeOperation(outs),
      (outs: GatewayOutputs) => removeOperation(outs, news),
      (outs: GatewayOutputs) => leaveHomeOperation(outs, news),
      (outs: GatewayOutputs) => observeOperation(outs),
    ]) {
      expect(make(refreshed(USER))).to.deep.equal(make(left(USER)));
    }
    const { restart, ...operation } = ensureOperation(
      sampleInputs({}, USER),
      "ab".repeat(32),
      refreshed(USER),
    );
    const { restart: _, ...before } = ensureOperation(sampleInputs({}, USER), "ab".repeat(32), left(USER));
    expect([restart, operation]).to.deep.equal([true, before]);
  });

  it("of a text that the user keeps is what was declared when it was made", () => {
    const olds = refreshed(USER);
    const spec = { ...SAMPLE_SPEC, ...USER, home: "/home/svc/other" };
    const { inputs } = checkGateway({ ...olds, spec, unit: olds.unit }, { ...olds });
    expect((inputs as GatewayInputs).unit).to.equal(olds.unit);
    expect((inputs as GatewayInputs).runs).to.deep.equal(olds.runs);
  });

  it("comes from the text in an older state, by the rules of a declaration", () => {
    expect(runsOf(older(left(USER)))).to.deep.equal(runsOf(left(USER)));
    const olds = older(left(USER));
    expect(diffGateway(olds, sampleInputs({}, USER))).to.deep.equal({ changes: false });
  });

  it("is refused from a state in which a line of it stands twice, is unknown, or is nothing", () => {
    const outs = left(USER);
    for (const more of ["user root\n", "owner x\n", "\n", "user\n"]) {
      expect(() => runsOf({ ...outs, runs: `${outs.runs}${more}` }), more).to.throw(
        HostError,
        "[state-unusable]",
      );
    }
  });

  const hostile: [what: string, from: RegExp | string, to: string][] = [
    ["a line break in its home", `HERMES_HOME=${HOME}`, HOSTILE],
    ["another program behind its home", `HERMES_HOME=${HOME}`, `HERMES_HOME=${HOME}\\nexecutable /x`],
    ["another home than the claimed one", `HERMES_HOME=${HOME}`, "HERMES_HOME=/etc"],
    ["a program that is no path", /ExecStart=\S+/, "ExecStart=hermes;id"],
    ["a program behind a line break", /ExecStart=\S+/, 'ExecStart="/a\\nb"'],
    ["a link that leads away", /WantedBy=.*/, "WantedBy=../../x.target"],
    ["a conflict that is no unit", /\[Service\]/, "Conflicts=$(id)\n[Service]"],
    [
      "a lock of another directory",
      /ExecStart=/,
      "ExecStart=/usr/bin/flock -n -F -E 73 /run/hermes-fleet/../x ",
    ],
    ["a signal that is none", /KillSignal=.*/, "KillSignal=;id"],
    ["a stop without end", /TimeoutStopSec=.*/, "TimeoutStopSec=1e9"],
  ];
  for (const [what, from, to] of hostile) {
    it(`is refused in an older state with ${what}, and the value is not repeated`, () => {
      const outs = older(left(USER));
      const unit = outs.unit.replace(from, to);
      expect(unit).to.not.equal(outs.unit);
      for (const make of [
        () => removeOperation({ ...outs, unit }),
        () => observeOperation({ ...outs, unit }),
      ]) {
        expect(make)
          .to.throw(HostError, "[state-unusable]")
          .with.property("message")
          .not.match(/id|\/etc|flock|1e9|\.\./);
      }
    });
  }
});

describe("a state that a host's answer has been written into", () => {
  const KEY = "ab".repeat(32);
  const recorded = left(USER).onHost;
  const broken: [field: string, onHost: object][] = [
    ["oldLinks", { links: ["a.wants\nowner=x"] }],
    ["oldLinks", { links: ["$(id)"] }],
    ["oldHash", { fileHash: "f\nput=1" }],
    ["oldMachine", { machineId: "m\r" }],
    ["dropIns", { dropIns: { "/etc/a.conf\n0 end": "f".repeat(64) } }],
    ["dropIns", { dropIns: { "/etc/a.conf": "f\n0 end" } }],
  ];
  for (const [field, onHost] of broken) {
    it(`is not sent with ${JSON.stringify(onHost)}`, () => {
      const outs = { ...left(USER), onHost: { ...recorded, ...onHost } } as GatewayOutputs;
      expect(() => applyRequest([removeOperation(outs)], { lockWaitSeconds: 1 })).to.throw(
        HostError,
        `a value for the field ${field} is not`,
      );
    });
  }

  it("names no other file of a home than a declared one", () => {
    for (const path of ["../x", "a/../b", "/etc/passwd", "a\nb", "./a", "s/./a/./b", ""]) {
      const look = { ...observeOperation(left(USER)), files: [{ path }] };
      expect(() => observeRequest([look]), path).to.throw(HostError, "the field files");
    }
    const fine = { ...observeOperation(left(USER)), files: [{ path: "skills/./web/SKILL.md", known: KEY }] };
    expect(() => observeRequest([fine])).to.not.throw();
  });
});
