import { type ContractCase, gatewayUnit } from "../contract-case";

const UNITS = '"$R/etc/systemd/system"';

/** Files that come, change and go. */
export const FILES: readonly ContractCase[] = [
  {
    name: "a changed file has no effect before daemon-reload",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT", "RestartSec=1") },
    steps: [
      "systemctl start ct-a.service; settle",
      `sleep 0.1; sed 's/^RestartSec=1/RestartSec=7/' ${UNITS}/ct-a.service >${UNITS}/.ct-a.service.tmp && mv ${UNITS}/.ct-a.service.tmp ${UNITS}/ct-a.service`,
      "systemctl show -p RestartUSec,NeedDaemonReload ct-a.service",
      "systemctl restart ct-a.service; settle",
      "systemctl show -p RestartUSec,NeedDaemonReload,ActiveState ct-a.service",
      "systemctl daemon-reload",
      "systemctl show -p RestartUSec,NeedDaemonReload,ActiveState ct-a.service",
    ],
  },
  {
    name: "a removed file stays startable until daemon-reload while it runs",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl start ct-a.service; settle",
      `rm ${UNITS}/ct-a.service`,
      "state ct-a.service",
      "systemctl daemon-reload",
      "state ct-a.service",
      "systemctl restart ct-a.service",
      "systemctl stop ct-a.service",
      "state ct-a.service",
    ],
  },
  {
    name: "removing in the right order: stop, disable, remove, reload",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl enable --quiet ct-a.service; systemctl start ct-a.service; settle",
      "systemctl stop -- ct-a.service",
      "systemctl disable --no-reload --quiet -- ct-a.service",
      `rm ${UNITS}/ct-a.service`,
      "state ct-a.service",
      "systemctl daemon-reload",
      "state ct-a.service",
      "systemctl reset-failed -- ct-a.service",
    ],
  },
  {
    name: "a failed unit whose file is removed",
    units: { "ct-a.service": gatewayUnit("ct-runs") },
    steps: [
      "systemctl start ct-a.service; settle; systemctl stop ct-a.service",
      `rm ${UNITS}/ct-a.service; systemctl daemon-reload`,
      "state ct-a.service",
      "systemctl reset-failed ct-a.service",
      "state ct-a.service",
    ],
  },
  {
    name: "drop-ins: existing folder, new folder, reload",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT", "RestartSec=1") },
    steps: [
      "systemctl start ct-a.service; settle",
      `mkdir ${UNITS}/ct-a.service.d; printf '[Service]\\nRestartSec=3\\n' >${UNITS}/ct-a.service.d/20-b.conf`,
      "systemctl show -p RestartUSec,NeedDaemonReload,DropInPaths ct-a.service",
      "systemctl daemon-reload",
      "systemctl show -p RestartUSec,NeedDaemonReload,DropInPaths ct-a.service",
      `printf '[Service]\\nRestartSec=4\\n' >${UNITS}/ct-a.service.d/10-a.conf; printf 'x' >${UNITS}/ct-a.service.d/zz.txt`,
      "systemctl show -p RestartUSec,NeedDaemonReload,DropInPaths ct-a.service",
      "systemctl daemon-reload",
      "systemctl show -p RestartUSec,NeedDaemonReload,DropInPaths ct-a.service",
      "systemctl cat ct-a.service",
    ],
  },
  {
    name: "a file cut in a section header, and an empty one, while the service runs",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl start ct-a.service; settle",
      `printf '[Unit]\\nDescription=x\\n[Serv' >${UNITS}/ct-a.service; systemctl daemon-reload`,
      "state ct-a.service",
      "systemctl restart ct-a.service",
      "systemctl start ct-a.service",
      `: >${UNITS}/ct-a.service; systemctl daemon-reload`,
      "state ct-a.service",
      "systemctl restart ct-a.service",
      "systemctl stop ct-a.service",
      "systemctl start ct-a.service",
    ],
  },
  {
    name: "files that systemd refuses",
    units: {
      "ct-a.service": "[Unit]\nDescription=a\n",
      "ct-b.service":
        "[Service]\nType=exec\nExecStart=/usr/local/bin/ct-runs\nExecStart=/usr/local/bin/ct-runs\n",
      "ct-c.service": "[Service]\nExecStart=./relative\n",
      "ct-d.service": gatewayUnit("ct-runs", "Requires=ct-none.service"),
    },
    steps: [
      "systemctl show -p Id,LoadState,ActiveState ct-a.service ct-b.service ct-c.service ct-d.service",
      "systemctl start ct-a.service",
      "systemctl start ct-b.service",
      "systemctl start ct-c.service",
      "systemctl start ct-d.service",
    ],
  },
  {
    name: "hidden and temporary names are no units",
    units: {
      ".ct-a.service.0123456789.tmp": gatewayUnit("ct-runs"),
      "ct-a.service.bak": gatewayUnit("ct-runs"),
    },
    steps: ["state ct-a.service", "systemctl list-unit-files --no-legend 'ct-*'"],
  },
  {
    name: "masks",
    units: { "ct-a.service": gatewayUnit("ct-runs", "KillSignal=SIGINT") },
    steps: [
      "systemctl mask ct-a.service",
      `rm ${UNITS}/ct-a.service; ln -s /dev/null ${UNITS}/ct-a.service`,
      "state ct-a.service",
      "systemctl start ct-a.service",
      "systemctl is-enabled ct-a.service",
      "systemctl enable ct-a.service",
      "systemctl unmask ct-a.service",
      "state ct-a.service",
    ],
  },
];
