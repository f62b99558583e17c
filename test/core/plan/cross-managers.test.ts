import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { fleetOf } from "../support/arbitrary-fleet";
import type { Profiles } from "../support/rule-table";

function specsOf(profiles: Profiles, rest: object = {}) {
  const document = { hosts: { vm1: { connection: { host: "x" } } }, profiles, ...rest };
  const [host] = planFleet(fleetOf(document)).hosts;
  return Object.fromEntries((host?.gateways ?? []).map(({ profileKey, spec }) => [profileKey, spec]));
}

/** Lines of a profile's unit that begin with one of the keys. */
function linesOf(profiles: Profiles, profile: string, ...keys: string[]): string[] {
  const spec = specsOf(profiles)[profile];
  if (spec === undefined) throw new Error(`no ${profile}`);
  return renderGatewayUnit(spec)
    .split("\n")
    .filter((line) => keys.some((key) => line.startsWith(`${key}=`)));
}

function textOf(profiles: Profiles, profile: string): string {
  return renderGatewayUnit(specsOf(profiles)[profile] ?? expect.fail());
}

const PAIR: Profiles = {
  coder: { priority: 2, conflictsWith: ["writer"] },
  writer: { scope: "user", user: "svc" },
};

describe("gateways under different managers", () => {
  it("have a lock, and name each other for updates, not for systemd", () => {
    expect(
      linesOf(PAIR, "coder", "Conflicts", "Before", "X-Excludes", "ExecStart", "RestartPreventExitStatus"),
    ).to.deep.equal([
      "X-Excludes=svc/hermes-gateway-writer.service",
      "ExecStart=/usr/bin/flock -n -F -E 73 /run/hermes-fleet/coder+writer@svc.lock /usr/local/bin/hermes --profile coder gateway run",
      "RestartPreventExitStatus=78 73",
    ]);
    expect(
      linesOf(PAIR, "writer", "Conflicts", "Before", "X-Excludes", "ExecStart", "RestartPreventExitStatus"),
    ).to.deep.equal([
      "X-Excludes=hermes-gateway-coder.service",
      "ExecStart=/usr/bin/flock -n -F -E 73 /run/hermes-fleet/coder+writer@svc.lock /usr/local/bin/hermes --profile writer gateway run",
      "RestartPreventExitStatus=78 73",
    ]);
  });

  it("are one set: a boot starts the higher one alone", () => {
    const { coder, writer } = specsOf(PAIR);
    expect([coder?.boot, writer?.boot]).to.deep.equal(["enabled", "standby"]);
  });

  it("keep their units when the priorities change, so that nobody restarts for the order alone", () => {
    const swapped = { ...PAIR, writer: { scope: "user", user: "svc", priority: 3 } };
    for (const profile of ["coder", "writer"])
      expect(textOf(swapped, profile)).to.equal(textOf(PAIR, profile));
  });

  it("take several locks in the order of their names", () => {
    const three = { ...PAIR, artist: { scope: "user", user: "other", conflictsWith: ["coder", "writer"] } };
    expect(specsOf(three).artist?.locks).to.deep.equal([
      "artist@other+coder.lock",
      "artist@other+writer@svc.lock",
    ]);
  });

  it("that an account's own manager runs have no account, no system's target, and the account's directory", () => {
    const [spec] = Object.values(specsOf({ writer: { scope: "user", user: "svc" } }));
    expect(renderGatewayUnit(spec ?? expect.fail())).to.equal(`[Unit]
Description=Hermes Agent Gateway (writer)
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=/usr/local/bin/hermes --profile writer gateway run
ExecReload=/bin/kill -USR1 $MAINPID
WorkingDirectory=-/home/svc/.hermes/profiles/writer
Environment="HERMES_HOME=/home/svc/.hermes/profiles/writer"
Environment="HERMES_SUPERVISED_CHILD=1"
Restart=on-failure
RestartSec=5
RestartForceExitStatus=75
SuccessExitStatus=75
RestartPreventExitStatus=78
TimeoutStopSec=70
KillMode=mixed
KillSignal=SIGINT

[Install]
WantedBy=default.target
`);
  });

  it("of one account are under one manager: directives, no lock", () => {
    const one = {
      coder: { scope: "user", priority: 1, conflictsWith: ["writer"] },
      writer: { scope: "user" },
    };
    const { coder } = specsOf(one);
    expect([coder?.conflicts, coder?.locks, coder?.excludes]).to.deep.equal([
      ["hermes-gateway-writer.service"],
      undefined,
      undefined,
    ]);
  });

  it("are all planned units of the host, each with its account", () => {
    expect(specsOf(PAIR).coder?.plannedUnits).to.deep.equal([
      "hermes-gateway-coder.service",
      "svc/hermes-gateway-writer.service",
    ]);
  });

  it("do not touch a unit that excludes nobody of another manager", () => {
    const alone = { a: { conflictsWith: ["b"] }, b: null };
    const beside = { ...alone, c: { scope: "user" } };
    const units = (profiles: Profiles) =>
      ["a", "b"].map((key) => renderGatewayUnit(specsOf(profiles)[key] ?? expect.fail()));
    expect(units(beside)).to.deep.equal(units(alone));
  });
});
