import { CHANGED_PROFILE, HOME_DIRECTORIES, homeOf, PROFILES, unitName } from "../fleet";

/**
 * What a good engineer would send by hand: the units as files, one reload, the links, one start, one look. It does not
 * lock, compare, verify, sync, watch or put anything back.
 */
export const FLOOR_SCRIPTS = {
  create: lines(
    "cd /etc/systemd/system",
    ...PROFILES.map((profile) => here(unitName(profile), unitText(profile))),
    `runuser -u hermes -- mkdir -p ${PROFILES.flatMap(directoriesOf).join(" ")}`,
    "systemctl daemon-reload",
    `systemctl enable --no-reload --quiet ${units()}`,
    `systemctl start ${units()}`,
    `systemctl is-active ${units()}`,
  ),
  noop: lines(
    "cd /etc/systemd/system",
    `sha256sum ${units()}`,
    `systemctl is-enabled ${units()}`,
    `systemctl is-active ${units()}`,
  ),
  change: lines(
    "cd /etc/systemd/system",
    here(unitName(CHANGED_PROFILE), unitText(CHANGED_PROFILE, 'Environment="BENCH_CHANGE=1"\n')),
    "systemctl daemon-reload",
    `systemctl restart ${unitName(CHANGED_PROFILE)}`,
    `systemctl is-active ${units()}`,
  ),
  delete: lines(
    "cd /etc/systemd/system",
    `systemctl stop ${units()}`,
    `systemctl disable --no-reload --quiet ${units()}`,
    `rm ${units()}`,
    "systemctl daemon-reload",
  ),
} as const;

/** A row of the benchmark that the floor has too. */
export type FloorRow = keyof typeof FLOOR_SCRIPTS;

function lines(...commands: string[]): string {
  return `set -e\n${commands.join("\n")}\n`;
}

function units(): string {
  return PROFILES.map(unitName).join(" ");
}

function directoriesOf(profile: string): string[] {
  return HOME_DIRECTORIES.map((name) => `${homeOf(profile)}/${name}`);
}

function here(file: string, text: string): string {
  return `cat >${file} <<'UNIT'\n${text}UNIT`;
}

/** The unit that the package renders for the same profile, without its mark. */
function unitText(profile: string, more = ""): string {
  const home = homeOf(profile);
  return `[Unit]
Description=Hermes Agent Gateway (${profile})
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=hermes
ExecStart=/usr/local/bin/hermes --profile ${profile} gateway run
ExecReload=/bin/kill -USR1 $MAINPID
WorkingDirectory=-${home}
${more}Environment="HERMES_HOME=${home}"
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
}
