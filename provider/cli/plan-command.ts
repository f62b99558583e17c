import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { findingTexts } from "../components/fleet-error.js";
import { readFleetFile } from "../components/fleet-file.js";
import { stops } from "../core/finding";
import { explainPlan } from "../core/plan/explain-plan";
import type { FleetPlan } from "../core/plan/fleet-plan";
import { planFleet } from "../core/plan/plan-fleet";
import { renderPlanDot } from "../core/plan/render-plan-dot";
import type { GatewaySpec } from "../core/spec/gateway-spec";
import { renderGatewayUnit } from "../core/units/render-gateway-unit";
import { exposureLines } from "./exposure.js";

interface PlanOptions {
  readonly host?: string[];
  readonly units: boolean;
  readonly json?: boolean;
  readonly dot?: boolean;
}

/** `hermes-fleet plan`: what a fleet file leads to, with every unit in full; the engine's preview cuts new ones. */
export function planCommand(): Command {
  return new Command("plan")
    .description("print what a fleet file leads to, with every unit in full; no host is asked")
    .argument("[file]", "the fleet file", "fleet.yaml")
    .option("--host <key...>", "only these hosts")
    .option("--no-units", "the tables without the units' texts")
    .option("--json", "the whole plan as JSON")
    .option("--dot", "who excludes whom as a graph in the DOT language")
    .action(printPlan);
}

function printPlan(path: string, options: PlanOptions): void {
  const file = readFleetFile(path, path);
  if (file.problems) {
    fail(file.problems);
    return;
  }
  const unknown = (options.host ?? []).filter((key) => !file.fleet.hosts.some((host) => host.key === key));
  if (unknown.length > 0) {
    const known = file.fleet.hosts.map(({ key }) => key).join(", ");
    fail(unknown.map((key) => `--host ${key}: ${path} has no such host\n    remedy: it has ${known}`));
    return;
  }
  const plan = planFleet(file.fleet, { digestKey: randomBytes(32).toString("hex") });
  const hosts = plan.hosts.filter(({ hostKey }) => options.host?.includes(hostKey) ?? true);
  const shown: FleetPlan = { ...plan, hosts };
  process.stdout.write(shownAs(shown, options));
  const errors = plan.findings.filter(stops);
  if (errors.length > 0) fail(findingTexts(errors));
}

function shownAs(plan: FleetPlan, options: PlanOptions): string {
  if (options.dot) return renderPlanDot(plan);
  return options.json ? `${JSON.stringify(plan, undefined, 2)}\n` : planText(plan, options.units);
}

function planText(plan: FleetPlan, units: boolean): string {
  const texts = plan.hosts.flatMap(({ hostKey, gateways, served = [] }) => [
    ...gateways.map(
      ({ spec }) => `# ${hostKey}: ${placeOf(spec)}/${spec.unitName}\n${renderGatewayUnit(spec)}`,
    ),
    ...served.map(({ profileKey, by }) => `# ${hostKey}: ${profileKey} has no unit, it is served by ${by}\n`),
  ]);
  const exposure = exposureLines(plan).map((line) => `${line}\n`);
  return [explainPlan(plan) + exposure.join(""), ...(units ? texts : [])].join("\n");
}

function placeOf({ scope, user }: GatewaySpec): string {
  return scope === "user" ? `~${user}/.config/systemd/user` : "/etc/systemd/system";
}

function fail(texts: readonly string[]): void {
  process.stderr.write(`${texts.join("\n")}\n`);
  process.exitCode = 1;
}
