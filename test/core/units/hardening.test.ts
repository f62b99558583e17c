import { expect } from "chai";
import { hardeningDirectives } from "../../../provider/core/units/hardening";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { SAMPLE_SPEC } from "../support/sample-spec";

const basic = { ...SAMPLE_SPEC, hardening: "basic" } as const;
const strict = { ...SAMPLE_SPEC, hardening: "strict" } as const;
const keysOf = (spec: Parameters<typeof hardeningDirectives>[0]) =>
  Object.keys(hardeningDirectives(spec)).sort();

describe("hardening", () => {
  it("adds nothing where it is off", () => {
    expect(hardeningDirectives(SAMPLE_SPEC)).to.deep.equal({});
    expect(renderGatewayUnit(basic)).to.not.equal(renderGatewayUnit(SAMPLE_SPEC));
  });

  it("basic takes rights away and leaves files, /tmp, devices and namespaces as they are", () => {
    expect(hardeningDirectives(basic)).to.deep.equal({
      NoNewPrivileges: ["yes"],
      CapabilityBoundingSet: [""],
      LockPersonality: ["yes"],
      ProtectClock: ["yes"],
      ProtectControlGroups: ["yes"],
      ProtectHostname: ["yes"],
      ProtectKernelLogs: ["yes"],
      ProtectKernelModules: ["yes"],
      ProtectKernelTunables: ["yes"],
      ProtectSystem: ["full"],
      RestrictAddressFamilies: ["AF_UNIX AF_INET AF_INET6 AF_NETLINK"],
      RestrictRealtime: ["yes"],
      RestrictSUIDSGID: ["yes"],
      SystemCallArchitectures: ["native"],
    });
  });

  it("strict has everything that basic has, and more", () => {
    expect(keysOf(strict)).to.include.members(keysOf(basic));
    expect(hardeningDirectives(strict)).to.deep.include({ ProtectSystem: ["strict"], PrivateTmp: ["yes"] });
  });

  for (const [home, workingDirectory, paths] of [
    ["/home/hermes/.hermes", "/home/hermes/.hermes", "-/home/hermes"],
    ["/home/hermes/.hermes/profiles/a", "/srv/work", "-/home/hermes -/srv/work"],
    ["/srv/a", "/srv/a/b", "-/srv/a"],
    ["/srv/a", "/srv/ab", "-/srv/a -/srv/ab"],
    ["/srv/a b%h", "/srv/a b%h", '"-/srv/a b%%h"'],
  ] as const) {
    it(`strict leaves ${paths} writable for the home ${home} and the directory ${workingDirectory}`, () => {
      expect(hardeningDirectives({ ...strict, home, workingDirectory }).ReadWritePaths).to.deep.equal([
        paths,
      ]);
    });
  }

  it("leaves out what the host's systemd does not know", () => {
    expect(keysOf({ ...strict, systemd: 246 })).to.not.include("ProtectProc");
    expect(keysOf({ ...strict, systemd: 240 })).to.not.include.members(["ProtectClock", "ProtectHostname"]);
  });

  it("leaves out what an account's own manager cannot do, and the capabilities of root", () => {
    expect(keysOf({ ...strict, scope: "user" })).to.deep.equal([
      "LockPersonality",
      "NoNewPrivileges",
      "RestrictAddressFamilies",
      "RestrictNamespaces",
      "RestrictRealtime",
      "RestrictSUIDSGID",
      "SystemCallArchitectures",
      "SystemCallErrorNumber",
      "SystemCallFilter",
      "UMask",
    ]);
    expect(keysOf({ ...basic, user: "root" })).to.not.include("CapabilityBoundingSet");
  });

  it("leaves a directive as the user wrote it", () => {
    const directives = { ...SAMPLE_SPEC.directives, Service: { NoNewPrivileges: ["no"] } };
    const lines = renderGatewayUnit({ ...basic, directives }).split("\n");
    expect(lines.filter((line) => line.startsWith("NoNewPrivileges="))).to.deep.equal(["NoNewPrivileges=no"]);
  });

  it("restarts a gateway when it changes", () => {
    const digests = [SAMPLE_SPEC, basic, strict].map((spec) => runtimeDigest(renderGatewayUnit(spec)));
    expect(new Set(digests)).to.have.property("size", 3);
  });
});
