import { expect } from "chai";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { runtimeDigest } from "../../../provider/core/units/runtime-digest";
import { SAMPLE_SPEC } from "../support/sample-spec";

const UNIT = renderGatewayUnit(SAMPLE_SPEC);
const DIGEST = runtimeDigest(UNIT);

/** The unit with one more line at the end of a section. */
function withLine(section: string, line: string): string {
  return `${UNIT}\n[${section}]\n${line}\n`;
}

const RELOAD_ONLY: Readonly<Record<string, string>> = {
  Unit: `Description Documentation SourcePath Requires Requisite Wants BindsTo PartOf Upholds Conflicts Before After
    OnFailure OnSuccess OnFailureJobMode OnSuccessJobMode OnFailureIsolate PropagatesReloadTo ReloadPropagatedFrom
    PropagatesStopTo StopPropagatedFrom RequiresMountsFor WantsMountsFor DefaultDependencies IgnoreOnIsolate
    StartLimitIntervalSec StartLimitInterval StartLimitBurst StartLimitAction RefuseManualStart RefuseManualStop
    FailureAction SuccessAction FailureActionExitStatus SuccessActionExitStatus CollectMode
    ConditionPathExists ConditionHost AssertPathExists X-Note`,
  Service: `KillMode KillSignal RestartKillSignal FinalKillSignal SendSIGKILL SendSIGHUP TimeoutStopSec
    TimeoutStopFailureMode ExecStop ExecStopPost Restart RestartSec RestartSteps RestartMaxDelaySec RestartMode
    RestartForceExitStatus RestartPreventExitStatus SuccessExitStatus TimeoutSec TimeoutStartSec
    TimeoutStartFailureMode StartLimitInterval StartLimitBurst StartLimitAction ExecReload ReloadSignal X-Note`,
  Install: "WantedBy RequiredBy UpheldBy Also Alias DefaultInstance",
  "X-Hermes-Fleet": "Owner Runtime",
};

const NEEDS_RESTART: Readonly<Record<string, string>> = {
  Unit: "JoinsNamespaceOf StopWhenUnneeded JobTimeoutSec Unknown conflicts",
  Service: `Type User Group ExecStart ExecStartPre ExecStartPost ExecCondition WorkingDirectory Environment
    EnvironmentFile PassEnvironment UnsetEnvironment StandardOutput StandardError StandardInput SyslogIdentifier
    WatchdogSec NotifyAccess RuntimeMaxSec RemainAfterExit ExitType OOMPolicy OOMScoreAdjust MemoryMax CPUQuota
    TasksMax Slice Delegate LimitNOFILE UMask Nice NoNewPrivileges ProtectHome ProtectSystem PrivateTmp
    ReadWritePaths CapabilityBoundingSet AmbientCapabilities SystemCallFilter StateDirectory RuntimeDirectory
    LoadCredential PAMName DynamicUser SupplementaryGroups TTYPath Conflicts`,
  Socket: "ListenStream",
};

describe("runtimeDigest", () => {
  it("is sha256: and 16 hex digits", () => {
    expect(DIGEST).to.match(/^sha256:[0-9a-f]{16}$/);
  });

  for (const [section, keys] of Object.entries(RELOAD_ONLY)) {
    for (const key of keys.split(/\s+/)) {
      it(`does not see ${key}= in [${section}]`, () => {
        expect(runtimeDigest(withLine(section, `${key}=x`))).to.equal(DIGEST);
      });
    }
  }

  for (const [section, keys] of Object.entries(NEEDS_RESTART)) {
    for (const key of keys.split(/\s+/)) {
      it(`sees ${key}= in [${section}]`, () => {
        expect(runtimeDigest(withLine(section, `${key}=x`))).not.to.equal(DIGEST);
      });
    }
  }

  const sameUnits: [what: string, text: string][] = [
    ["comments and blank lines", `# why\n\n${UNIT.replace("[Service]", "[Service]\n; because\n\n")}`],
    ["line ends", UNIT.replaceAll("\n", "\r\n")],
    ["blanks around the equals sign", UNIT.replace("User=hermes", "  User = hermes  ")],
    ["continuations", UNIT.replace("--profile coder", "--profile\\\ncoder")],
    ["the order of keys", UNIT.replace("Type=exec\nUser=hermes", "User=hermes\nType=exec")],
    ["the order of sections", UNIT.split("\n\n").reverse().join("\n\n")],
  ];
  for (const [what, text] of sameUnits) {
    it(`does not see ${what}`, () => {
      expect(text).not.to.equal(UNIT);
      expect(runtimeDigest(text)).to.equal(DIGEST);
    });
  }

  it("sees the order of one key's values, a changed value and a removed line", () => {
    const [a, b] = [
      'Environment="HERMES_HOME=/home/hermes/.hermes/profiles/coder"',
      'Environment="HERMES_SUPERVISED_CHILD=1"',
    ];
    for (const changed of [
      UNIT.replace(`${a}\n${b}`, `${b}\n${a}`),
      UNIT.replace("gateway run", "gateway  run"),
      UNIT.replace("Type=exec\n", ""),
    ]) {
      expect(changed).not.to.equal(UNIT);
      expect(runtimeDigest(changed)).not.to.equal(DIGEST);
    }
  });

  it("stays the same from version to version for the same unit", () => {
    expect(DIGEST).to.equal("sha256:cb82362617eb62d3");
  });
});
