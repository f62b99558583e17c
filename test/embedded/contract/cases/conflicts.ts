import { type ContractCase, gatewayUnit } from "../contract-case";

const LOOK = "settle; systemctl show -p Id,ActiveState,SubState,Result ct-a.service ct-b.service";

/** `a` names `b`: one-sided, with an order, as our units do. */
function pair(a: readonly string[], b: readonly string[], programs = ["ct-runs", "ct-runs"]) {
  const [first = "", second = ""] = programs;
  return {
    "ct-a.service": gatewayUnit(first, "Conflicts=ct-b.service", "Before=ct-b.service", ...a),
    "ct-b.service": gatewayUnit(second, ...b),
  };
}

/** Exclusion between two units. */
export const CONFLICTS: readonly ContractCase[] = [
  {
    name: "each start stops the other, in both directions",
    units: pair(["KillSignal=SIGINT"], ["KillSignal=SIGINT"]),
    steps: [
      "systemctl show -p Conflicts ct-a.service | tr ' =' '\\n\\n' | sort",
      `systemctl start ct-b.service; ${LOOK}`,
      `systemctl start ct-a.service; ${LOOK}`,
      `systemctl start ct-b.service; ${LOOK}`,
      `systemctl restart ct-a.service; ${LOOK}`,
      `systemctl restart ct-b.service; ${LOOK}`,
      `systemctl stop ct-a.service ct-b.service; ${LOOK}`,
    ],
  },
  {
    name: "a slow loser ends before the winner begins",
    units: pair(["KillSignal=SIGINT"], ["KillSignal=SIGINT"], ["ct-runs", "ct-slow"]),
    steps: [
      "systemctl start ct-b.service; settle",
      `systemctl start --no-block ct-a.service; ${LOOK}`,
      `until_shows ct-a.service ActiveState=active; ${LOOK}`,
    ],
  },
  {
    name: "a loser that ends in exit status 1 is failed and not restarted",
    units: pair(["KillSignal=SIGINT"], ["Restart=always", "RestartSec=0.2"]),
    steps: ["systemctl start ct-b.service; settle", `systemctl start ct-a.service; sleep 1; ${LOOK}`],
  },
  {
    name: "a winner that cannot start costs the loser",
    units: {
      ...pair([], ["KillSignal=SIGINT"], ["ct-missing", "ct-runs"]),
    },
    steps: ["systemctl start ct-b.service; settle", `systemctl start ct-a.service; ${LOOK}`],
  },
  {
    name: "a masked or refused winner leaves the loser alone",
    units: {
      "ct-a.service": "[Unit]\nConflicts=ct-b.service\nBefore=ct-b.service\n[Service]\nExecStart=./x\n",
      "ct-b.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
    },
    steps: ["systemctl start ct-b.service; settle", `systemctl start ct-a.service; ${LOOK}`],
  },
  {
    name: "a start cancels the other's pending automatic restart",
    units: pair(["KillSignal=SIGINT"], ["Restart=always", "RestartSec=4"], ["ct-runs", "ct-exits-1"]),
    steps: [
      `systemctl start ct-b.service; until_shows ct-b.service SubState=auto-restart; ${LOOK}`,
      `systemctl start ct-a.service; ${LOOK}`,
      `sleep 4.5; ${LOOK}`,
    ],
  },
  {
    name: "an automatic restart stops the other",
    units: {
      "ct-a.service": gatewayUnit("ct-runs", "Restart=always", "RestartSec=0.3", "KillSignal=SIGINT"),
      "ct-b.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
    },
    steps: [
      "systemctl start ct-a.service ct-b.service; settle",
      'sed -i "s/^Start/Conflicts=ct-b.service\\nBefore=ct-b.service\\nStart/" "$R/etc/systemd/system/ct-a.service"; systemctl daemon-reload',
      LOOK,
      `systemctl kill -s SIGKILL ct-a.service; until_shows ct-b.service ActiveState=inactive; until_shows ct-a.service ActiveState=active; ${LOOK}`,
      "journalctl -u ct-a.service -n 40 -o cat --no-pager --quiet",
    ],
  },
  {
    name: "both active when the conflict appears: the start of an active unit stops the other",
    units: {
      "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
      "ct-b.service": gatewayUnit("ct-runs", "KillSignal=SIGINT"),
    },
    steps: [
      "systemctl start ct-a.service ct-b.service; settle",
      'sed -i "s/^Start/Conflicts=ct-b.service\\nBefore=ct-b.service\\nStart/" "$R/etc/systemd/system/ct-a.service"; systemctl daemon-reload',
      `systemctl start ct-a.service; ${LOOK}`,
    ],
  },
  {
    name: "mutual Conflicts= with Before=: restart is refused",
    units: {
      "ct-a.service": gatewayUnit(
        "ct-runs",
        "Conflicts=ct-b.service",
        "Before=ct-b.service",
        "KillSignal=SIGINT",
      ),
      "ct-b.service": gatewayUnit(
        "ct-runs",
        "Conflicts=ct-a.service",
        "Before=ct-a.service",
        "KillSignal=SIGINT",
      ),
    },
    steps: [
      `systemctl start ct-b.service; ${LOOK}`,
      `systemctl restart ct-a.service; ${LOOK}`,
      `systemctl start ct-a.service; ${LOOK}`,
    ],
  },
];
