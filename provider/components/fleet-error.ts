import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../core/finding";
import type { Problem } from "../core/problem";

/** One problem as an operator reads it; `where` is a file's line and column, when there is a file. */
export function problemText(problem: Problem, where = ""): string {
  const place = [where, problem.path].filter((part) => part !== "").join(" ");
  return `${place}: ${problem.message}\n    remedy: ${problem.remedy}`;
}

/** One finding as an operator reads it. */
export function findingText(finding: Finding): string {
  const at = finding.path ? ` (${finding.path})` : "";
  return `${finding.subjects.join(", ")}${at}: ${finding.message} [${finding.code}]\n    remedy: ${finding.remedy}`;
}

/** The error that ends the program before anything is registered: everything that is wrong, without a stack trace. */
export function fleetError(fleetName: string, texts: readonly string[]): pulumi.RunError {
  const count = texts.length === 1 ? "1 problem" : `${texts.length} problems`;
  return new pulumi.RunError(`fleet ${fleetName}: ${count}\n${texts.map((text) => `  ${text}`).join("\n")}`);
}
