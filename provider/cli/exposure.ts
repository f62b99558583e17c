import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FleetPlan } from "../core/plan/fleet-plan";
import type { GatewaySpec } from "../core/spec/gateway-spec";
import { renderGatewayUnit } from "../core/units/render-gateway-unit";

/** Longest that one score may take, in milliseconds. */
const DEADLINE_MS = 10_000;

/**
 * How exposed a plan's units are, one line for each set of directives that decides it, as `systemd-analyze security`
 * of this machine scores them: 0 is shut in, 10 open. Says so where this machine has none that can (systemd 250).
 */
export function exposureLines({ hosts }: FleetPlan): string[] {
  const kinds = new Map<string, { spec: GatewaySpec; names: string[] }>();
  for (const { hostKey, gateways } of hosts) {
    for (const { profileKey, spec } of gateways) {
      const kind = kindOf(spec);
      const known = kinds.get(kind) ?? { spec, names: [] };
      known.names.push(`${hostKey}/${profileKey}`);
      kinds.set(kind, known);
    }
  }
  if (kinds.size === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), "hermes-fleet-score-"));
  try {
    const lines: string[] = [];
    for (const { spec, names } of kinds.values()) {
      const score = scoreOf(folder, spec);
      if (score === undefined)
        return ["exposure: not scored, systemd-analyze 250 or newer is not on this machine"];
      lines.push(`exposure ${score}, hardening ${spec.hardening ?? "off"}: ${someOf(names)}`);
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Equal for units that no directive which counts tells apart. */
function kindOf({ hardening, directives, user, scope, systemd }: GatewaySpec): string {
  return JSON.stringify([hardening, directives.Service, user === "root", scope, systemd]);
}

function scoreOf(folder: string, spec: GatewaySpec): string | undefined {
  const path = join(folder, "scored.service");
  // The account need not be on this machine; all that counts is whether it is root.
  const text = renderGatewayUnit(spec).replace(
    /^User=.*$/m,
    `User=${spec.user === "root" ? "root" : "nobody"}`,
  );
  writeFileSync(path, text.replace(/^ExecStart=.*$/m, "ExecStart=/bin/true"));
  const { stdout, status } = spawnSync(
    "systemd-analyze",
    ["security", "--offline=true", "--no-pager", path],
    {
      encoding: "utf8",
      timeout: DEADLINE_MS,
      env: { ...process.env, LC_ALL: "C" },
    },
  );
  if (status !== 0) return undefined;
  return /exposure level for scored\.service: (\d{1,2}\.\d [A-Z]+)/.exec(stdout)?.[1];
}

function someOf(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
