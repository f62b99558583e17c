import type { ContractCase, ContractHost, StepResult } from "./contract-case";
import { normalize } from "./normalize";
import { contractPrograms } from "./programs";

/** Every unit of the contract is named `ct-…`, so that nothing else on a machine is touched. */
const CLEAN_UP = `
systemctl stop --quiet 'ct-*.service' 2>/dev/null
systemctl reset-failed 'ct-*.service' 2>/dev/null
rm -rf "$R"/etc/systemd/system/ct-* "$R"/run/systemd/system/ct-* "$R"/etc/systemd/system/*.wants/ct-* "$R"/tmp/ct-*
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
`;

/** Runs one case on a machine, from clean to clean. */
export async function runCase(
  host: ContractHost,
  { units = {}, steps }: ContractCase,
): Promise<StepResult[]> {
  await must(host, [
    PRELUDE,
    CLEAN_UP,
    ...Object.entries(contractPrograms()).map(([path, text]) => file(path, text, 755)),
  ]);
  await must(host, [
    PRELUDE,
    ...Object.entries(units).map(([name, text]) => file(`/etc/systemd/system/${name}`, text, 644)),
  ]);
  const results: StepResult[] = [];
  for (const step of steps) {
    if (step === "boot") await host.boot();
    else results.push(await runStep(host, step));
  }
  await must(host, [PRELUDE, CLEAN_UP]);
  return results;
}

async function runStep(host: ContractHost, step: string): Promise<StepResult> {
  const { stdout, stderr } = await host.run(
    `${PRELUDE}\n(\n${step}\n) </dev/null\necho "=== $?"\necho "=== $R"\n`,
  );
  const [, out = "", code = "", root = ""] = /^([\s\S]*?)=== (\d+)\n=== (.*)\n$/.exec(stdout) ?? [];
  if (code === "") throw new Error(`the step did not end as it should: ${step}\n${stdout}${stderr}`);
  return { step, code: Number(code), out: normalize(out, root), err: normalize(stderr, root) };
}

async function must(host: ContractHost, parts: readonly string[]): Promise<void> {
  const { stdout } = await host.run(`${parts.join("\n")}\necho "=== done"\n`);
  if (!stdout.endsWith("=== done\n")) throw new Error(`a machine could not be prepared: ${stdout}`);
}

function file(path: string, text: string, mode: number): string {
  return `cat >"$R${path}" <<'END-OF-FILE'\n${text}END-OF-FILE\nchmod ${mode} "$R${path}"`;
}
