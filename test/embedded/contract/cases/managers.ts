import { type ContractCase, gatewayUnit } from "../contract-case";

const SHOWN =
  "Id,LoadState,ActiveState,SubState,UnitFileState,NRestarts,Result,ExecMainStatus,FragmentPath,DropInPaths";
const START = "loginctl enable-linger hermes && systemctl start user@1000.service";
const END = 'loginctl disable-linger hermes; as_hermes rm -rf "$R/home/hermes/.config"; sleep 1';

/** Writes a unit of the account's own manager. */
function userUnit(name: string, text: string): string {
  const directory = '"$R/home/hermes/.config/systemd/user"';
  return `as_hermes mkdir -p ${directory} && cat >"$R/tmp/ct-file" <<'E'\n${text}E\nchmod 644 "$R/tmp/ct-file"; as_hermes cp "$R/tmp/ct-file" ${directory}/${name}`;
}

/** A link that a start of the account's manager follows, made by hand. */
const LINK =
  'd="$R/home/hermes/.config/systemd/user"; as_hermes mkdir -p "$d/default.target.wants" && as_hermes ln -s "$d/ct-u.service" "$d/default.target.wants/ct-u.service"';

const TMPFILES =
  'mkdir -p "$R/etc/tmpfiles.d"; printf "d /run/hermes-fleet 0755 root root -\\nf /run/hermes-fleet/ct-x.lock 0400 root root -\\na /run/hermes-fleet/ct-x.lock - - - - u:hermes:r\\n" >"$R/etc/tmpfiles.d/ct-x.conf"; systemd-tmpfiles --create "$R/etc/tmpfiles.d/ct-x.conf"';
const NO_TMPFILES = 'rm -rf "$R/etc/tmpfiles.d/ct-x.conf" "$R/run/hermes-fleet"';

const locked = (program: string, ...lines: string[]) =>
  gatewayUnit(
    program,
    "Type=simple",
    "Restart=always",
    "RestartSec=1",
    "RestartPreventExitStatus=73",
    ...lines,
  ).replace("ExecStart=", "ExecStart=/usr/bin/flock -n -F -E 73 /run/hermes-fleet/ct-x.lock ");
const ofUser = (text: string) => text.replace("multi-user.target", "default.target");
const show = (unit: string) => `as_hermes systemctl --user show -p ${SHOWN} ${unit}`;
const untilUser = (state: string) =>
  `looks=0; until [ "$(as_hermes systemctl --user is-active ct-u.service)" = ${state} ] || [ $looks -gt 100 ]; do looks=$((looks + 1)); sleep 0.1; done`;

/** Single properties of the account's unit, from its manager's bus. */
const properties = (part: string, names: string) =>
  `o=$(printf %s ct-u.service | sed 's/-/_2d/g; s/[.]/_2e/g'); as_hermes busctl --user get-property org.freedesktop.systemd1 "/org/freedesktop/systemd1/unit/$o" org.freedesktop.systemd1.${part} ${names}`;

/** Accounts' own managers, and what keeps their units and the system's apart. */
export const MANAGERS: readonly ContractCase[] = [
  {
    name: "managers: linger brings an account's manager and takes it away",
    steps: [
      'test -S "$R/run/user/1000/bus" || echo none',
      START,
      'test -S "$R/run/user/1000/bus" && ls "$R/var/lib/systemd/linger"',
      "as_hermes systemctl --user is-system-running",
      END,
      'test -S "$R/run/user/1000/bus" || echo none; ls "$R/var/lib/systemd/linger" 2>/dev/null; true',
    ],
  },
  {
    name: "managers: a unit of an account, its link made by hand",
    steps: [
      START,
      userUnit("ct-u.service", ofUser(gatewayUnit("ct-runs"))),
      show("ct-u.service"),
      "as_hermes systemctl --user start ct-u.service; systemctl is-active ct-u.service",
      show("ct-u.service"),
      LINK,
      `as_hermes systemctl --user daemon-reload; ${show("ct-u.service")}`,
      "as_hermes systemctl --user stop ct-u.service",
      `loginctl disable-linger hermes; sleep 1; ${START}; ${untilUser("active")}; ${show("ct-u.service")}`,
      END,
    ],
  },
  {
    name: "managers: single properties of an account's unit, and a signal to its main process",
    steps: [
      START,
      userUnit(
        "ct-u.service",
        ofUser(gatewayUnit("ct-runs", "Restart=always", "RestartSec=0.5", "RestartForceExitStatus=75")),
      ),
      "as_hermes systemctl --user start ct-u.service",
      properties("Unit", "ActiveState SubState"),
      properties("Service", "NRestarts"),
      "as_hermes systemctl --user kill --kill-who=main --signal=SIGUSR1 ct-u.service",
      `looks=0; until [ "$(${properties("Service", "NRestarts")})" = "u 1" ] || [ $looks -gt 100 ]; do looks=$((looks + 1)); sleep 0.1; done; ${untilUser("active")}; ${properties("Service", "NRestarts")}`,
      properties("Unit", "ActiveState SubState"),
      END,
    ],
  },
  {
    name: "managers: a lock between the system's unit and an account's",
    units: { "ct-s.service": locked("ct-runs") },
    steps: [
      `${START}; ${TMPFILES}`,
      userUnit("ct-u.service", ofUser(locked("ct-runs"))),
      "systemctl start ct-s.service; settle; state ct-s.service",
      `as_hermes systemctl --user start ct-u.service; ${untilUser("failed")}; sleep 2; ${show("ct-u.service")}`,
      "systemctl stop ct-s.service; as_hermes systemctl --user start ct-u.service",
      `settle; ${show("ct-u.service")}`,
      "systemctl start ct-s.service; until_shows ct-s.service ActiveState=failed; sleep 2; state ct-s.service",
      `${END}; ${NO_TMPFILES}`,
    ],
  },
  {
    name: "managers: a program that is missing behind its lock, and a lock that is missing",
    units: {
      "ct-m.service": locked("ct-none").replace("Restart=always", "Restart=no"),
      "ct-s.service": locked("ct-runs").replace("Restart=always", "Restart=no"),
    },
    steps: [
      TMPFILES,
      "systemctl start ct-m.service; until_shows ct-m.service ActiveState=failed; state ct-m.service",
      NO_TMPFILES,
      "systemctl start ct-s.service; until_shows ct-s.service ActiveState=failed; state ct-s.service",
    ],
  },
  {
    name: "managers: a drop-in for all accounts keeps a namesake of the system's unit from starting",
    units: { "ct-u.service": gatewayUnit("ct-runs") },
    steps: [
      START,
      userUnit("ct-u.service", ofUser(gatewayUnit("ct-runs"))),
      'mkdir -p "$R/etc/systemd/user/ct-u.service.d"; printf "[Unit]\\nConditionPathExists=!/etc/systemd/system/ct-u.service\\n" >"$R/etc/systemd/user/ct-u.service.d/a.conf"',
      `as_hermes systemctl --user daemon-reload; as_hermes systemctl --user start ct-u.service; ${show("ct-u.service")}`,
      'rm "$R/etc/systemd/system/ct-u.service"; as_hermes systemctl --user start ct-u.service',
      show("ct-u.service"),
      `rm -r "$R/etc/systemd/user/ct-u.service.d"; ${END}`,
    ],
  },
  {
    name: "managers: what a boot starts and makes",
    steps: [
      `${START}; ${TMPFILES}`,
      userUnit("ct-u.service", ofUser(gatewayUnit("ct-runs"))),
      LINK,
      "boot",
      `${untilUser("active")}; ${show("ct-u.service")}; ls "$R/run/hermes-fleet"`,
      `${END}; ${NO_TMPFILES}`,
    ],
  },
];
