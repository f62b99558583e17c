import { type ContractCase, gatewayUnit } from "../contract-case";

const VERIFY = 'systemd-analyze verify --man=no --recursive-errors=no "$R/tmp/ct-v.service"';

/** A file at `/tmp/ct-v.service` and what verify says about it. */
function verify(name: string, text: string): ContractCase {
  return {
    name: `verify: ${name}`,
    steps: [`cat >"$R/tmp/ct-v.service" <<'E'\n${text}E\n${VERIFY}`],
  };
}

const BASE = "[Service]\nExecStart=/usr/local/bin/ct-runs\n";

/** `systemd-analyze verify` and `systemd-run`. */
export const TOOLS: readonly ContractCase[] = [
  verify(
    "nothing to say",
    gatewayUnit("ct-runs", "Conflicts=ct-b.service", "Before=ct-b.service", "User=nobody-here"),
  ),
  verify(
    "unknown keys and sections",
    `[Unit]\nX-Own=1\nFoo=1\n${BASE}restart=always\nfoo\n[Foo]\na=b\n[X-Foo]\na=b\n[Install]\nBar=1\n`,
  ),
  verify("the line after a continuation", `${BASE}Environment=A=1 \\\n  B=2 \\\n# a comment\n  C=3\nFoo=1\n`),
  verify("text before the first section", `Foo=1\n${BASE}`),
  verify(
    "bad values",
    [
      "[Unit]",
      "StartLimitIntervalSec=banana",
      "StartLimitBurst=-3",
      'Conflicts="ct-b.service"',
      "Conflicts=ct-b.service ct-c",
      "Before=ct-%Z.service",
      "ConditionPathExists=rel",
      "DefaultDependencies=maybe",
      BASE.trimEnd(),
      "Type=notify-reload",
      "Restart=sometimes",
      "RestartSec=5x",
      "RestartSteps=4",
      "RestartForceExitStatus=300 abc",
      "SuccessExitStatus=999 SIGFOO SIGTERM",
      "KillSignal=SIGFOO",
      "KillMode=foo",
      "KillMode=",
      "TimeoutStopSec=",
      "TimeoutStartSec=x",
      "TimeoutSec=x",
      "RuntimeMaxSec=x",
      "UMask=99",
      "NoNewPrivileges=perhaps",
      "EnvironmentFile=rel",
      'Environment=FOO 1A=b "x',
      "Environment=A=%Z",
      "Environment=A-B=c",
      "StartLimitInterval=5",
      "StartLimitIntervalSec=5",
      "",
    ].join("\n"),
  ),
  verify("a relative program", "[Service]\nExecStart=bin/x\nFoo=1\n"),
  verify("unbalanced quotes", '[Service]\nExecStart=/bin/true "a b\n'),
  verify("an unknown specifier in a command", "[Service]\nExecStart=/bin/true %Z\n"),
  verify("a relative directory", `${BASE}WorkingDirectory=rel\n`),
  verify("an impossible account", `${BASE}User=1a:b\n`),
  verify("a missing program", gatewayUnit("ct-missing")),
  verify("a program that is not executable", "[Service]\nExecStart=/etc/machine-id\n"),
  verify("no command at all", "[Unit]\nDescription=a\n"),
  verify("two commands", `${BASE}ExecStart=/bin/true\n`),
  verify("a oneshot that restarts always", `${BASE}Type=oneshot\nRestart=always\n`),
  verify("cut in a section header", `${BASE}[Inst\n`),
  verify("an empty file", ""),
  {
    name: "verify: a file that is not there, and two files at once",
    steps: [
      'systemd-analyze verify --man=no "$R/tmp/ct-nowhere.service"',
      `printf '${BASE.replaceAll("\n", "\\n")}Foo=1\\n' >"$R/tmp/ct-v.service"; printf '${BASE.replaceAll("\n", "\\n")}Bar=1\\n' >"$R/tmp/ct-w.service"; ${VERIFY} "$R/tmp/ct-w.service"`,
    ],
  },
  {
    name: "systemd-run --wait gives the exit status",
    steps: [
      "systemd-run --quiet --collect --wait --unit=ct-run.service /bin/sh -c 'exit 0'",
      "systemd-run --quiet --collect --wait --unit=ct-run.service /bin/sh -c 'exit 7'",
      "systemd-run --quiet --collect --wait --unit=ct-run.service /bin/sh -c 'kill -9 $$$$'",
      "systemd-run --quiet --collect --wait --unit=ct-run.service -p RuntimeMaxSec=0.5 /bin/sleep 20",
      "systemd-run --quiet --collect --wait --unit=ct-run.service /nonexistent",
      "state ct-run.service",
    ],
  },
  {
    name: "systemd-run: what it says, what the process sees, and the journal",
    steps: [
      "systemd-run --collect --wait --unit=ct-run.service /bin/sh -c 'exit 3'",
      "systemd-run --quiet --collect --wait --unit=ct-see.service --description='looks around' -p UMask=0077 /bin/sh -c 'umask; id -un; readlink /proc/self/fd/0; sleep 0.3'",
      "journalctl -u ct-see.service -n 12 -o cat --no-pager --quiet | LC_ALL=C sort",
      "systemd-run --quiet --wait --unit=ct-run.service /bin/sh -c 'exit 3'; systemctl is-failed ct-run.service",
      "systemd-run --quiet --wait --unit=ct-run.service /bin/true",
      "systemctl reset-failed ct-run.service",
    ],
  },
  {
    name: "systemd-run: a pipe as standard output ends with the service, and its failure starts another one",
    units: { "ct-a.service": gatewayUnit("ct-runs") },
    steps: [
      ...["exit 0", "exit 3", "kill -9 $$$$"].map((end, index) =>
        [
          'rm -f "$R/tmp/ct-told"; mkfifo "$R/tmp/ct-told"; exec 7<>"$R/tmp/ct-told"',
          `systemd-run --quiet --collect --unit=ct-run${index}.service -p Type=exec -p StandardOutput=file:"$R/tmp/ct-told" -p StandardError=journal -p OnFailure=ct-a.service /bin/sh -c 'echo one; sleep 0.2; echo two; ${end}' 7>&-`,
          `exec 6<"$R/tmp/ct-told" 7>&-; cat <&6; settle; state ct-run${index}.service; systemctl is-active ct-a.service; systemctl stop ct-a.service`,
        ].join("\n"),
      ),
      "state ct-run1.service; systemctl reset-failed ct-run1.service ct-none.service; systemctl is-failed ct-run1.service",
      "for n in 0 1 2; do journalctl -u ct-run$n.service -n 20 -o cat --no-pager --quiet; done | LC_ALL=C sort",
      "systemd-run --quiet --collect --unit=ct-alone.service -p Type=exec -p OnFailure=ct-none.service /bin/sh -c 'sleep 0.1; exit 1'; settle; state ct-alone.service",
      "systemctl daemon-reload; settle; state ct-run2.service",
      'systemd-run --quiet --collect --unit=ct-early.service -p Type=exec -p OnFailure=ct-later.service /bin/sh -c "sleep 0.5; exit 1"; cp "$R/etc/systemd/system/ct-a.service" "$R/etc/systemd/system/ct-later.service"; sleep 0.8; systemctl is-active ct-later.service; systemctl stop ct-later.service',
    ],
  },
  {
    name: "systemd-run: seen and stopped from outside",
    steps: [
      "systemd-run --quiet --collect --unit=ct-run.service --description='sleeps' /bin/sleep 20",
      "state ct-run.service",
      "systemd-run --quiet --collect --unit=ct-run.service /bin/true",
      "systemctl stop ct-run.service",
      "state ct-run.service",
    ],
  },
];
