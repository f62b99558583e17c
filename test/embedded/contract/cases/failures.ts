import { type ContractCase, gatewayUnit } from "../contract-case";

const JOURNAL = "journalctl -u ct-a.service -n 40 -o cat --no-pager --quiet";

/** Starts that fail, gateways that end by themselves, and restart policies. */
export const FAILURES: readonly ContractCase[] = [
  startFailure("the program is missing", gatewayUnit("ct-missing")),
  startFailure("the program is missing, Type=simple", gatewayUnit("ct-missing", "Type=simple")),
  startFailure("the account is missing", gatewayUnit("ct-runs", "User=ct-nobody")),
  startFailure("the directory is missing", gatewayUnit("ct-runs", "WorkingDirectory=/nonexistent")),
  startFailure(
    "the directory may be missing",
    gatewayUnit("ct-runs", "WorkingDirectory=-/nonexistent", "KillSignal=SIGINT"),
  ),
  startFailure("the environment file is missing", gatewayUnit("ct-runs", "EnvironmentFile=/nonexistent")),
  startFailure("the condition is not met", gatewayUnit("ct-runs", "ConditionPathExists=/nonexistent")),
  {
    name: "the program is there but not executable",
    units: { "ct-a.service": gatewayUnit("ct-plain") },
    steps: [
      'echo x >"$R/usr/local/bin/ct-plain"; chmod 644 "$R/usr/local/bin/ct-plain"; systemctl start ct-a.service',
      "state ct-a.service",
      'rm "$R/usr/local/bin/ct-plain"',
      JOURNAL,
    ],
  },
  {
    name: "a missing program with Restart=always is tried again",
    units: { "ct-a.service": gatewayUnit("ct-missing", "Restart=always", "RestartSec=30") },
    steps: [
      "systemctl start ct-a.service",
      "state ct-a.service",
      "systemctl stop ct-a.service",
      "state ct-a.service",
      JOURNAL,
    ],
  },
  ends("exit status 0", "ct-exits-0"),
  ends("exit status 1", "ct-exits-1"),
  ends("exit status 1, Restart=on-failure", "ct-exits-1", "Restart=on-failure", "RestartSec=30"),
  ends("exit status 0, Restart=on-failure", "ct-exits-0", "Restart=on-failure", "RestartSec=30"),
  ends("exit status 0, Restart=always", "ct-exits-0", "Restart=always", "RestartSec=30"),
  ends("exit status 75 forced", "ct-exits-75", "Restart=no", "RestartForceExitStatus=75", "RestartSec=30"),
  ends(
    "exit status 78 prevented",
    "ct-exits-78",
    "Restart=always",
    "RestartPreventExitStatus=78",
    "RestartSec=30",
  ),
  {
    name: "NRestarts counts automatic restarts and is reset by a manual one",
    units: { "ct-a.service": gatewayUnit("ct-exits-1", "Restart=on-failure", "RestartSec=3") },
    steps: [
      "systemctl start ct-a.service; until_shows ct-a.service NRestarts=1",
      "systemctl restart ct-a.service; systemctl show -p NRestarts,ActiveState ct-a.service",
    ],
  },
  {
    name: "the start limit, reset-failed and daemon-reload",
    units: {
      "ct-a.service": gatewayUnit("ct-exits-1", "Restart=on-failure", "RestartSec=0.1").replace(
        "StartLimitIntervalSec=0",
        "StartLimitIntervalSec=60\nStartLimitBurst=2",
      ),
    },
    steps: [
      "systemctl start ct-a.service; until_shows ct-a.service ActiveState=failed; state ct-a.service",
      "systemctl start ct-a.service",
      "systemctl reset-failed ct-a.service; state ct-a.service",
      "systemctl start ct-a.service; until_shows ct-a.service ActiveState=failed; state ct-a.service",
      "systemctl daemon-reload; systemctl start ct-a.service; until_shows ct-a.service ActiveState=failed; state ct-a.service",
      JOURNAL,
    ],
  },
  {
    name: "restarts by hand against the start limit",
    units: {
      "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT").replace(
        "StartLimitIntervalSec=0",
        "StartLimitIntervalSec=60\nStartLimitBurst=2",
      ),
    },
    steps: [
      "systemctl start ct-a.service; settle",
      "systemctl restart ct-a.service; settle",
      "systemctl restart ct-a.service; settle",
      "state ct-a.service",
      "systemctl reset-failed ct-a.service; systemctl start ct-a.service; settle; state ct-a.service",
    ],
  },
];

function startFailure(what: string, unit: string): ContractCase {
  return {
    name: `start when ${what}`,
    units: { "ct-a.service": unit },
    steps: ["systemctl start ct-a.service", "settle; state ct-a.service", JOURNAL],
  };
}

function ends(what: string, program: string, ...lines: string[]): ContractCase {
  return {
    name: `a gateway that ends by itself: ${what}`,
    units: { "ct-a.service": gatewayUnit(program, ...lines) },
    steps: [
      "systemctl enable --quiet ct-a.service; systemctl start ct-a.service; until_shows ct-a.service MainPID=0; settle",
      "state ct-a.service",
      JOURNAL,
    ],
  };
}
