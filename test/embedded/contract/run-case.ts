import { createHash } from "node:crypto";
import type { ContractCase, ContractHost, StepResult } from "./contract-case";
import { normalize } from "./normalize";
import { contractPrograms } from "./programs";

/** In a case every unit, program and file is named `ct-…`; on the machine each case has names of its own. */
const NAME = /\bct-/g;

const CLEAN_UP = `
for file in "$R"/etc/systemd/system/ct-*.service; do systemctl stop --quiet "\${file##*/}" 2>/dev/null; done
systemctl stop --quiet 'ct-*.service' 2>/dev/null
systemctl reset-failed 'ct-*.service' 2>/dev/null
rm -rf "$R"/etc/systemd/system/*ct-* "$R"/run/systemd/system/ct-* "$R"/etc/systemd/system/*.wants/ct-* "$R"/tmp/ct-*
rm -rf "$R"/run/systemd/system/*.wants/ct-* "$R"/usr/local/bin/ct-*
systemctl daemon-reload
`;

const PRELUDE = `
R=\${HERMES_FLEET_ROOT-}
export R
mkdir -p "$R/tmp"
cd "$R/tmp" || exit 1
state() {
  systemctl show -p Id,LoadState,ActiveState,SubState,UnitFileState,MainPID,NRestarts,Result,ExecMainCode,ExecMainStatus,InvocationID,NeedDaemonReload,FragmentPath,DropInPaths -- "$@"
}
settle() { sleep 0.4; }
# A real journal takes its lines in later than the process that wrote them ends.
journalctl() {
  [ -n "$R" ] || command journalctl --sync
  command journalctl "$@"
}
as_hermes() {
  runuser -u hermes -- env XDG_RUNTIME_DIR="$R/run/user/1000" DBUS_SESSION_BUS_ADDRESS="unix:path=$R/run/user/1000/bus" "$@"
}
# until_shows <unit> <property>=<value>: however slow the machine is; the step says so when it never comes
until_shows() {
  looks=0
  until [ "$(systemctl show -p "\${2%%=*}" -- "$1")" = "$2" ]; do
    looks=$((looks + 1))
    if [ "$looks" -gt 150 ]; then echo "$1 never showed $2"; return 1; fi
    sleep 0.1
  done
}
`;

/** Runs one case on a machine, from clean to clean. */
export async function runCase(host: ContractHost, contract: ContractCase): Promise<StepResult[]> {
  const { name, units = {}, steps } = contract;
  const prefix = `ct${createHash("sha256").update(name).digest("hex").slice(0, 6)}-`;
  const named: ContractHost = {
    run: (script) => host.run(script.replace(NAME, prefix)),
    boot: () => host.boot(),
  };
  const programs = Object.entries(contractPrograms()).map(([path, text]) => file(path, text, 755));
  const files = Object.entries(units).map(([unit, text]) => file(`/etc/systemd/system/${unit}`, text, 644));
  await must(named, [PRELUDE, ...programs, ...files]);
  const results: StepResult[] = [];
  for (const step of steps) {
    if (step === "boot") await host.boot();
    else results.push(await runStep(named, step, prefix));
  }
  await must(named, [PRELUDE, CLEAN_UP]);
  return results;
}

async function runStep(host: ContractHost, step: string, prefix: string): Promise<StepResult> {
  const { stdout, stderr } = await host.run(
    `${PRELUDE}\n(\n${step}\n) </dev/null\necho "=== $?"\necho "=== $R"\n`,
  );
  const [, out = "", code = "", root = ""] = /^([\s\S]*?)=== (\d+)\n=== (.*)\n$/.exec(stdout) ?? [];
  if (code === "") throw new Error(`the step did not end as it should: ${step}\n${stdout}${stderr}`);
  const lines = (text: string) => normalize(text.replaceAll(prefix, "ct-"), root);
  return { step, code: Number(code), out: lines(out), err: lines(stderr) };
}

async function must(host: ContractHost, parts: readonly string[]): Promise<void> {
  const { stdout, stderr } = await host.run(`${parts.join("\n")}\necho "=== done"\n`);
  if (!stdout.endsWith("=== done\n")) throw new Error(`a machine could not be prepared: ${stdout}${stderr}`);
}

function file(path: string, text: string, mode: number): string {
  return `cat >"$R${path}" <<'END-OF-FILE'\n${text}END-OF-FILE\nchmod ${mode} "$R${path}"`;
}
