import { isShownOtherwise } from "../../core/host-text";
import { shownKey } from "../../core/rules/shown-key";
import { envValueComplaint } from "../../core/schema/env-value";
import type { GatewaySpec } from "../../core/spec/gateway-spec";
import { parseGatewaySpec } from "../../core/spec/parse-gateway-spec";
import { renderGatewayUnit } from "../../core/units/render-gateway-unit";
import { runtimeDigest } from "../../core/units/runtime-digest";
import { unitRef } from "../../core/units/unit-ref";
import { envValueProblem } from "../../host/transaction/env-block.js";
import type { CheckFailure } from "../check-failure.js";
import { isPort } from "../port-ledger/properties.js";
import { hasUnknown } from "../unknown.js";
import { connectionProblems } from "./connection-problems.js";
import { fileProblems } from "./file-problems.js";
import { handlingProblems } from "./handling-problems.js";
import { withLastKnown } from "./last-known.js";
import { rememberPlannedHome, rememberPlannedUnits } from "./planned-units.js";
import { type GatewayInputs, type ServedInputs, STATE_SCHEMA_VERSION } from "./properties.js";
import { declaredRuns, heldRuns } from "./runs.js";
import { rememberSkills } from "./skills-source.js";
import { expectAt } from "./together.js";
import { placeInputs } from "./unit-place.js";

/** The inputs as the program hands them over: structured, `unit` only where the user ignores its changes. */
export type DeclaredInputs = Readonly<Record<string, unknown>> & {
  readonly spec?: unknown;
  readonly unit?: unknown;
};

export interface Checked {
  readonly inputs: GatewayInputs | DeclaredInputs;
  readonly failures: readonly CheckFailure[];
}

/**
 * Renders the structured `spec` into `unit` and drops it, so that a preview shows each change once, as text. All
 * problems are reported at once. What a survey could not see this time comes from the old inputs. Where skills lie on
 * this machine is remembered here, so that no state differs between machines. The engine prints the value of a property that a failure names, so none ever
 * names `spec`, `env` or `connection`.
 */
export function checkGateway(news: DeclaredInputs, olds: Readonly<Record<string, unknown>> = {}): Checked {
  const { spec: declared, unit: kept, linger, skillsFrom, ...rest } = news;
  const parsed = parseGatewaySpec(declared);
  const failures: CheckFailure[] = [];
  if (parsed.problems) {
    failures.push(...specFailures(declared, parsed.problems));
  }
  failures.push(
    ...envFailures(rest.env),
    ...fileProblems(rest).map(asFailure),
    ...portFailures(rest.ports),
    ...keptFailures(kept),
    ...connectionProblems(rest.connection).map(asFailure),
    ...handlingProblems(rest).map(asFailure),
  );
  if (!parsed.spec || failures.length > 0) return { inputs: rest, failures };
  const { spec, remembered } = withLastKnown(parsed.spec, olds);
  rememberPlannedUnits(spec.hostKey, spec.plannedUnits);
  rememberPlannedHome(spec.hostKey, spec.home, String(rest.owner));
  if (typeof skillsFrom === "string") rememberSkills(spec, skillsFrom);
  const served = servedInputs(spec);
  if (!served) expectAt(spec.hostKey, unitRef(spec), spec.profileKey);
  const made = served ? { unit: "" } : unitOf(spec, kept, olds);
  if ("problem" in made) return { inputs: rest, failures: [asFailure(made.problem)] };
  const { unit, runs } = made;
  return {
    inputs: {
      ...(rest as unknown as GatewayInputs),
      schemaVersion: STATE_SCHEMA_VERSION,
      hostKey: spec.hostKey,
      profileKey: spec.profileKey,
      unitName: spec.unitName,
      ...placeInputs(spec, linger !== false),
      ...(served ? { served } : {}),
      unit,
      ...(runs ? { runs } : {}),
      restartsWhenChanged: served ? "" : runtimeDigest(unit),
      boot: served ? "served" : spec.boot,
      priority: spec.priority,
      claims: spec.claims,
      ...remembered,
    },
    failures: [],
  };
}

/** The text of the unit, and what belongs to it; a text that the user keeps, with what was declared when it was made. */
function unitOf(
  spec: GatewaySpec,
  kept: unknown,
  olds: Readonly<Record<string, unknown>>,
): { readonly unit: string; readonly runs?: string } | { readonly problem: string } {
  const rendered = renderGatewayUnit(spec);
  const runs = declaredRuns(spec, rendered);
  if (typeof kept !== "string" || kept === "" || kept === rendered) return { unit: rendered, runs };
  try {
    return { unit: kept, runs: olds.unit === kept ? heldRuns(olds as unknown as GatewayInputs) : runs };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** What stands in the place of a unit. */
function servedInputs(spec: GatewaySpec): ServedInputs | undefined {
  const { servedBy: by, servedFrom: gatewayHome, timeoutStopSec: stopSeconds, user, home, executable } = spec;
  if (by === undefined || gatewayHome === undefined) return undefined;
  return { by, gatewayHome, stopSeconds, user, home, executable };
}

function specFailures(
  declared: unknown,
  problems: readonly { path: string; message: string; remedy: string }[],
) {
  if (declared === undefined || problems.some(({ message }) => /missing|required/.test(message))) {
    return [
      asFailure(
        'the structured spec is missing or incomplete: an `ignoreChanges` of "spec" takes it away; to leave a unit as it is use ignoreChanges: ["unit"]',
      ),
    ];
  }
  return problems.map(({ path, message, remedy }) => asFailure(`${path}: ${message}; ${remedy}`));
}

function envFailures(env: unknown): CheckFailure[] {
  if (typeof env !== "object" || env === null) return [];
  return Object.entries(env).flatMap(([name, value]) => {
    if (hasUnknown(value)) return [];
    const problem = typeof value === "string" ? valueProblem(name, value) : "is no text; write it in quotes";
    return problem ? [asFailure(`env.${shownKey(name, true)}: the value ${problem}`)] : [];
  });
}

/** With `ignoreChanges` the unit of the state is the declared one, and a refresh may have taken it from the host. */
function keptFailures(kept: unknown): CheckFailure[] {
  if (typeof kept !== "string" || !isShownOtherwise(kept)) return [];
  return [
    asFailure(
      'the unit that the last refresh found on the host holds what cannot be shown, so it is not taken for the declared one: take "unit" out of `ignoreChanges`, or correct the unit on the host and run `pulumi up --refresh`',
    ),
  ];
}

/** A port that the ledger does not have: the run left the ledger out, by `--target` as a rule. */
function portFailures(ports: unknown): CheckFailure[] {
  if (typeof ports !== "object" || ports === null) return [];
  return Object.entries(ports).flatMap(([name, port]) => {
    if (hasUnknown(port) || isPort(port)) return [];
    return asFailure(
      `ports.${shownKey(name)}: no port is assigned to it yet; let the run include the ledger of the host's ports, <fleet>/<host key>/ports, with --target or --target-dependents`,
    );
  });
}

function valueProblem(name: string, value: string): string | undefined {
  return envValueComplaint(value)?.replace("\n", "; ") ?? envValueProblem(name, value);
}

function asFailure(reason: string): CheckFailure {
  return { property: "profileKey", reason };
}
