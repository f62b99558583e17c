import { expect } from "chai";
import fc from "fast-check";
import type { GatewaySpec } from "../../../provider/core/spec/gateway-spec";
import { directiveValues } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import { splitWords } from "../../../provider/core/unit-file/split-words";
import { renderGatewayUnit } from "../../../provider/core/units/render-gateway-unit";
import { representableWord } from "../support/arbitrary-text";
import { SAMPLE_SPEC } from "../support/sample-spec";

const DEFAULTS = `[Unit]
Description=Hermes Agent Gateway (coder)
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=hermes
ExecStart=/usr/local/bin/hermes --profile coder gateway run
ExecReload=/bin/kill -USR1 $MAINPID
WorkingDirectory=-/home/hermes/.hermes/profiles/coder
Environment="HERMES_HOME=/home/hermes/.hermes/profiles/coder"
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
WantedBy=multi-user.target
`;

const EVERY_OPTION: GatewaySpec = {
  ...SAMPLE_SPEC,
  conflicts: ["hermes-gateway-writer.service", "hermes-gateway-a.service"],
  description: "50% of the “coder” gateway",
  user: "svc",
  group: "agents",
  executable: "/opt/hermes agent/bin/hermes",
  args: ["run", "a b", "$HOME %h", "\n", ""],
  workingDirectory: "/srv/100%/work dir",
  environment: { Z: 'say "hi"', HERMES_HOME: "/srv/h", A: "$x %h \\" },
  after: ["network-online.target", "user@1000.service"],
  wants: [],
  restart: "always",
  restartSec: 0.25,
  startLimitIntervalSec: 600,
  startLimitBurst: 4,
  restartForceExitStatus: ["75", "SIGKILL"],
  successExitStatus: [],
  restartPreventExitStatus: ["73", "78"],
  timeoutStartSec: 30,
  timeoutStopSec: 240,
  killMode: "control-group",
  killSignal: "SIGTERM",
  execReload: ["/bin/kill", "-HUP", "$MAINPID", "$OTHER"],
  wantedBy: ["multi-user.target", "gateways.target"],
  directives: {
    Unit: { OnFailure: ["alert@%n.service"] },
    Service: { MemoryMax: ["1G"], ExecStartPre: ["/bin/true", "/bin/false a"], CapabilityBoundingSet: [""] },
    Install: { DefaultInstance: ["x"] },
  },
};

const EVERY_OPTION_UNIT = `[Unit]
Description=50%% of the “coder” gateway
After=network-online.target user@1000.service
Conflicts=hermes-gateway-writer.service hermes-gateway-a.service
Before=hermes-gateway-writer.service hermes-gateway-a.service
StartLimitIntervalSec=600
StartLimitBurst=4
OnFailure=alert@%n.service

[Service]
Type=exec
User=svc
Group=agents
ExecStart="/opt/hermes agent/bin/hermes" run "a b" "$$HOME %%h" "\\n" ""
ExecReload=/bin/kill -HUP $MAINPID "$$OTHER"
WorkingDirectory=-/srv/100%%/work dir
Environment="A=$x %%h \\\\"
Environment="HERMES_HOME=/srv/h"
Environment="Z=say \\"hi\\""
Restart=always
RestartSec=0.25
RestartForceExitStatus=75 SIGKILL
RestartPreventExitStatus=73 78
TimeoutStartSec=30
TimeoutStopSec=240
KillMode=control-group
KillSignal=SIGTERM
CapabilityBoundingSet=
ExecStartPre=/bin/true
ExecStartPre=/bin/false a
MemoryMax=1G

[Install]
WantedBy=multi-user.target gateways.target
DefaultInstance=x
`;

describe("renderGatewayUnit", () => {
  it("writes the recommended unit for a profile without options", () => {
    expect(renderGatewayUnit(SAMPLE_SPEC)).to.equal(DEFAULTS);
  });

  it("writes every option", () => {
    expect(renderGatewayUnit(EVERY_OPTION)).to.equal(EVERY_OPTION_UNIT);
  });

  it("leaves the reload command out when there is none", () => {
    expect(renderGatewayUnit({ ...SAMPLE_SPEC, execReload: [] })).not.to.include("ExecReload");
  });

  it("brings any argument and any variable through the unit unchanged", () => {
    fc.assert(
      fc.property(fc.array(representableWord), representableWord, (args, value) => {
        const file = parseUnitFile(renderGatewayUnit({ ...SAMPLE_SPEC, args, environment: { A: value } }));
        const [command = ""] = directiveValues(file, "Service", "ExecStart");
        expect(splitWords(command, { exec: true })).to.deep.equal([SAMPLE_SPEC.executable, ...args]);
        const [variable = ""] = directiveValues(file, "Service", "Environment");
        expect(splitWords(variable, { exec: false })).to.deep.equal([`A=${value}`]);
      }),
      { numRuns: 500 },
    );
  });

  it("does not depend on the order of keys", () => {
    const reversed = Object.fromEntries(Object.entries(EVERY_OPTION.environment).reverse());
    expect(renderGatewayUnit({ ...EVERY_OPTION, environment: reversed })).to.equal(EVERY_OPTION_UNIT);
  });
});
