import type { Diagnostic, EngineResult } from "../model/result";
import { nameOf, typeOf } from "../model/urn";

const COUNTED = [
  ["create", "+ ", "created"],
  ["update", "~ ", "updated"],
  ["replace", "+-", "replaced"],
  ["delete", "- ", "deleted"],
] as const;

/** How many resources were, or are to be, changed; how many failed; how many stay. */
export function showSummary(result: Omit<EngineResult, "text">, dryRun: boolean): string[] {
  const changes = COUNTED.filter(([op]) => (result.summary[op] ?? 0) > 0);
  const total = changes.reduce((sum, [op]) => sum + (result.summary[op] ?? 0), 0);
  const rows = changes.map(([op, sign, done]) => {
    return `    ${sign}${result.summary[op] ?? 0} ${dryRun ? `to ${op}` : done}`;
  });
  const same = result.summary.same ?? 0;
  const unchanged = same > 0 ? `${same} unchanged` : "";
  const all = changes.length > 1 ? `${total} changes.` : "";
  const last = [all, unchanged].filter(Boolean).join(" ");
  const errored = new Set(result.diagnostics.filter(isError).map(({ urn = "" }) => urn)).size;
  return [
    "Resources:",
    ...rows,
    ...(last === "" ? [] : [`    ${last}`]),
    ...(errored > 0 ? [`    ${errored} errored`] : []),
  ];
}

/** The messages, gathered by the resource they are about. */
export function showDiagnostics(diagnostics: readonly Diagnostic[], stack: string): string[] {
  const urns = [...new Set(diagnostics.map(({ urn = "" }) => urn))].sort();
  if (urns.length === 0) return [];
  const blocks = urns.flatMap((urn) => {
    const title = urn === "" ? `pulumi:pulumi:Stack (${stack})` : `${typeOf(urn)} (${nameOf(urn)})`;
    const about = diagnostics.filter((diagnostic) => (diagnostic.urn ?? "") === urn);
    return [`  ${title}:`, ...about.flatMap(showDiagnostic), ""];
  });
  return ["Diagnostics:", ...blocks];
}

function showDiagnostic({ severity, message }: Diagnostic): string[] {
  const [first = "", ...rest] = message.trimEnd().split("\n");
  const title = severity === "info" ? first : `${severity}: ${first}`;
  return [`    ${title}`, ...rest.map((text) => `    ${text}`)];
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
