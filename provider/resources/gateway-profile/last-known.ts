import { DEPENDENCY_UNIT } from "../../core/rules/names";
import { OLDEST_SYSTEMD } from "../../core/rules/policies";
import type { GatewaySpec } from "../../core/spec/gateway-spec";
import { renderGatewayUnit } from "../../core/units/render-gateway-unit";
import type { GatewayInputs } from "./properties.js";

/** What a survey gave and the next one may not give again: kept among the inputs, compared by nobody. */
export type SurveyInputs = Pick<GatewayInputs, "systemd" | "foreign">;

/**
 * The spec to render, and what to remember of the survey. A host that did not answer keeps its last known version and
 * the foreign units that its gateways exclude: a network's trouble must end no exclusion. A version that changes
 * nothing in the unit stays as it was remembered, so that facts which differ alone are no change.
 *
 * @param olds the inputs of the last run, of any version of this package, or none
 */
export function withLastKnown(
  spec: GatewaySpec,
  olds: Readonly<Record<string, unknown>>,
): { readonly spec: GatewaySpec; readonly remembered: SurveyInputs } {
  const { survey } = spec;
  if (survey === undefined) return { spec, remembered: {} };
  const before = isVersion(olds.systemd) ? olds.systemd : undefined;
  if (survey.seen) {
    const { foreign = [] } = spec;
    const systemd = survey.systemd ? settledVersion(spec, before) : undefined;
    return { spec, remembered: remembered(systemd, foreign) };
  }
  const systemd = survey.systemd ? before : undefined;
  const foreign = stillForeign(spec, olds.foreign);
  const { foreign: _, ...rest } = spec;
  return {
    spec: {
      ...rest,
      ...(foreign.length === 0 ? {} : { foreign }),
      systemd: systemd ?? spec.systemd,
    },
    remembered: remembered(systemd, foreign),
  };
}

function settledVersion(spec: GatewaySpec, before: number | undefined): number {
  if (before === undefined) return spec.systemd;
  return renderGatewayUnit({ ...spec, systemd: before }) === renderGatewayUnit(spec) ? before : spec.systemd;
}

/** Names that were excluded before, without those that the plan has an opinion of by now. */
function stillForeign(spec: GatewaySpec, before: unknown): string[] {
  const planned = new Set([...spec.plannedUnits, ...spec.conflicts, ...spec.after, ...spec.wants]);
  const names = Array.isArray(before) ? before : [];
  return names.filter(
    (name): name is string =>
      typeof name === "string" && DEPENDENCY_UNIT.pattern.test(name) && !planned.has(name),
  );
}

function remembered(systemd: number | undefined, foreign: readonly string[]): SurveyInputs {
  return {
    ...(systemd === undefined ? {} : { systemd }),
    ...(foreign.length === 0 ? {} : { foreign }),
  };
}

function isVersion(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= OLDEST_SYSTEMD;
}
