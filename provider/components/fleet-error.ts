import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../core/finding";
import { shownText } from "../core/host-text";
import { some } from "../core/plan/explain-plan";
import type { Problem } from "../core/problem";

/** One problem as an operator reads it; `where` is a file's line and column, when there is a file. */
export function problemText(problem: Problem, where = ""): string {
  const place = [where, problem.path].filter((part) => part !== "").join(" ");
  return `${place}: ${problem.message}\n    remedy: ${problem.remedy}`;
}

/** Findings as an operator reads them; the same one on many hosts is one text. */
export function findingTexts(findings: readonly Finding[]): string[] {
  const alike = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { code, path, accepted } = finding;
    const key = JSON.stringify([code, profilesOf(finding), path, accepted, withoutHosts(finding)]);
    alike.set(key, [...(alike.get(key) ?? []), finding]);
  }
  return [...alike.values()].map(findingText);
}

function findingText([first, ...more]: readonly Finding[]): string {
  if (!first) return "";
  const at = first.path ? ` (${first.path})` : "";
  const others = more.length === 0 ? "" : `, and the same on ${more.length} more hosts`;
  const end = first.accepted === undefined ? `remedy: ${first.remedy}` : `accepted: ${first.accepted}`;
  return shownText(`${some(first.subjects)}${at}${others}: ${first.message} [${first.code}]\n    ${end}`);
}

/** The subjects without their hosts. */
function profilesOf({ subjects }: Finding): string[] {
  return subjects.map((subject) => subject.slice(subject.indexOf("/") + 1));
}

/** The message with the hosts' keys left out: two of one gateway on one host are not the same. */
function withoutHosts({ message, subjects }: Finding): string {
  const hosts = subjects.map((subject) => subject.split("/", 1)[0] ?? "");
  const words = hosts.map((host) => host.replace(/[.]/g, "\\."));
  return message.replace(new RegExp(`(?<![\\w.-])(${words.join("|")})(?![\\w-])`, "g"), "…");
}

/** The error that ends the program before anything is registered: everything that is wrong, without a stack trace. */
export function fleetError(fleetName: string, texts: readonly string[]): pulumi.RunError {
  const count = texts.length === 1 ? "1 problem" : `${texts.length} problems`;
  return new pulumi.RunError(`fleet ${fleetName}: ${count}\n${texts.map((text) => `  ${text}`).join("\n")}`);
}
