import { type ContractCase, gatewayUnit } from "../contract-case";

const JOURNAL = "journalctl -u ct-a.service -n 40 -o cat --no-pager --quiet";

/** Start, stop, restart of one unit, and what is read afterwards. */
export const LIFE: readonly ContractCase[] = [
  {
    name: "a new file is read on demand, started, restarted and stopped",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "state ct-a.service",
      "systemctl start ct-a.service",
      "settle; state ct-a.service",
      "systemctl is-active ct-a.service; systemctl is-failed ct-a.service",
      "systemctl start ct-a",
      "systemctl restart ct-a.service; settle",
      "state ct-a.service",
      "systemctl stop ct-a.service",
      "state ct-a.service",
      "systemctl is-active ct-a.service",
      JOURNAL,
    ],
  },
  {
    name: "an enabled unit keeps its last result after a stop",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl enable --quiet ct-a.service",
      "systemctl start ct-a.service; settle",
      "systemctl stop ct-a.service",
      "state ct-a.service",
    ],
  },
  {
    name: "SIGTERM that ends in exit status 1 leaves the unit failed",
    units: { "ct-a.service": gatewayUnit("ct-runs") },
    steps: [
      "systemctl start ct-a.service; settle",
      "systemctl stop ct-a.service",
      "state ct-a.service",
      "systemctl is-failed ct-a.service",
      "systemctl status ct-a.service >/dev/null",
      JOURNAL,
      "systemctl reset-failed ct-a.service",
      "state ct-a.service",
      "systemctl reset-failed ct-a.service",
    ],
  },
  {
    name: "SuccessExitStatus=1 makes the same stop clean",
    units: { "ct-a.service": gatewayUnit("ct-runs", "SuccessExitStatus=1") },
    steps: ["systemctl start ct-a.service; settle", "systemctl stop ct-a.service", "state ct-a.service"],
  },
  {
    name: "verbs on units that do not exist",
    steps: [
      "systemctl start ct-none.service",
      "systemctl restart ct-none.service",
      "systemctl try-restart ct-none.service",
      "systemctl stop ct-none.service",
      "systemctl reset-failed ct-none.service",
      "systemctl kill ct-none.service",
      "systemctl enable ct-none.service",
      "systemctl disable ct-none.service",
      "systemctl is-enabled ct-none.service",
      "systemctl is-active ct-none.service",
      "systemctl cat ct-none.service",
      "systemctl status ct-none.service",
      "state ct-none.service",
      "systemctl show -p Id,LoadState,ActiveState -- ct-none.service ct-other.service",
    ],
  },
  {
    name: "try-restart, --no-block and kill",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl try-restart ct-a.service; state ct-a.service",
      "systemctl start --no-block ct-a.service; settle; state ct-a.service",
      "systemctl try-restart ct-a.service; settle; state ct-a.service",
      "systemctl kill -s SIGINT ct-a.service; settle; state ct-a.service",
      "systemctl kill ct-a.service",
      "systemctl start ct-a.service; settle; systemctl kill -s SIGKILL ct-a.service; settle; state ct-a.service",
      JOURNAL,
    ],
  },
  {
    name: "several units in one call",
    units: {
      "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
      "ct-b.service": gatewayUnit("ct-runs"),
      "ct-c.service": gatewayUnit("ct-missing"),
    },
    steps: [
      "systemctl --no-ask-password --no-pager start -- ct-a.service ct-b.service",
      "systemctl --no-ask-password --no-pager start -- ct-c.service ct-none.service; settle",
      "systemctl is-active -- ct-a.service ct-b.service ct-c.service ct-none.service",
      "systemctl show -p Id,ActiveState -- ct-b.service ct-none.service ct-a.service ct-c.service",
      "systemctl restart -- ct-a.service ct-c.service; settle",
      "systemctl stop -- ct-a.service ct-b.service ct-none.service",
      "systemctl is-active -- ct-a.service ct-b.service ct-c.service",
      "systemctl is-active -- ct-a.service; systemctl is-active -- ct-none.service",
      "systemctl is-active --quiet -- ct-a.service ct-b.service",
      "systemctl reset-failed -- ct-none.service ct-c.service ct-b.service",
      "systemctl is-active -- ct-a.service ct-b.service ct-c.service",
    ],
  },
  {
    name: "a stop that takes too long",
    units: { "ct-a.service": gatewayUnit("ct-stubborn", "TimeoutStopSec=0.5") },
    steps: [
      "systemctl start ct-a.service; settle",
      "systemctl stop ct-a.service",
      "state ct-a.service",
      JOURNAL,
    ],
  },
  {
    name: "a slow stop is seen as deactivating",
    units: { "ct-a.service": gatewayUnit("ct-slow", "KillSignal=SIGINT") },
    steps: [
      "systemctl start ct-a.service; settle",
      "systemctl stop --no-block ct-a.service; settle; state ct-a.service",
      "systemctl stop ct-a.service; state ct-a.service",
    ],
  },
  {
    name: "what a gateway prints is in the journal",
    units: { "ct-a.service": gatewayUnit("ct-prints", "KillSignal=SIGINT") },
    steps: [
      "systemctl start ct-a.service; settle",
      // The order between what systemd says and what a gateway prints is not certain.
      "journalctl -u ct-a.service -n 12 -o cat --no-pager --quiet | sort",
      "journalctl -u ct-a.service -n 1 -o cat --no-pager --quiet | wc -l",
      "journalctl -u ct-never.service -n 12 -o cat --no-pager --quiet",
    ],
  },
  {
    name: "version, state of the system and accounts",
    steps: [
      "systemctl --version | head -n 1",
      "read -r _ version _ <<V\n$(systemctl --version)\nV\necho $version",
      "getent passwd hermes >/dev/null",
      "getent passwd ct-nobody",
      "runuser -u hermes -- /bin/sh -c 'echo $USER; cat' hermes </dev/null",
      "runuser -u ct-nobody -- true",
    ],
  },
];
