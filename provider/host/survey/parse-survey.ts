import type { SeenHost, SeenMark, SeenUnit } from "../../core/facts/host-facts";
import { byCodeUnit, sortedUnique } from "../../core/order";
import { decodeMarkValue } from "../../core/units/mark-value";
import { SURVEY_GREETING } from "./survey-script.js";

/** What a host answered to a survey: what is there, or why it is not suitable. */
export type SurveyAnswer =
  | { readonly seen: SeenHost; readonly failure?: undefined }
  | { readonly seen?: undefined; readonly failure: { readonly code: string; readonly detail: string } };

interface Draft {
  readonly account: string;
  readonly name: string;
  enabled: boolean;
  readonly said: Map<string, string>;
}

/**
 * Reads the lines of the survey script.
 * @returns `undefined` for an answer that was cut short or never began
 */
export function parseSurvey(stdout: string): SurveyAnswer | undefined {
  const lines = stdout.split("\n").map((line) => line.split("\t"));
  const start = lines.findIndex(([word]) => word === SURVEY_GREETING);
  const answer = lines.slice(start + 1);
  if (start < 0 || !answer.some(([word]) => word === "end")) return undefined;
  const drafts = new Map<string, Draft>();
  let [systemd, machineId] = [0, ""];
  for (const [kind, first = "", second = "", third = "", ...rest] of answer) {
    if (kind === "fail") return { failure: { code: first, detail: second } };
    if (kind === "system") [systemd, machineId] = [Number.parseInt(first, 10), second];
    if (kind === "unit") draftOf(drafts, first, second).enabled ||= third === "yes";
    if (kind === "says") draftOf(drafts, first, second).said.set(third, rest.join(" "));
  }
  if (!Number.isInteger(systemd)) return undefined;
  const units = [...drafts.values()].map(unitOf).sort((a, b) => byCodeUnit(placeOf(a), placeOf(b)));
  return { seen: { systemd, machineId, units } };
}

function draftOf(drafts: Map<string, Draft>, account: string, name: string): Draft {
  const key = `${account}\t${name}`;
  const known = drafts.get(key) ?? { account, name, enabled: false, said: new Map<string, string>() };
  drafts.set(key, known);
  return known;
}

function unitOf({ account, name, enabled, said }: Draft): SeenUnit {
  const mark = markOf(said);
  const home = said.get("Home");
  return {
    name,
    ...(account === "-" ? { scope: "system" } : { scope: "user", account }),
    ...(mark === undefined ? {} : { mark }),
    ...(home === undefined ? {} : { home }),
    conflicts: unitsIn(said.get("Conflicts")),
    before: unitsIn(said.get("Before")),
    activeState: said.get("ActiveState") ?? "inactive",
    enabled,
  };
}

function markOf(said: ReadonlyMap<string, string>): SeenMark | undefined {
  const owner = said.get("Owner");
  if (owner === undefined) return undefined;
  const priority = said.get("Priority") ?? "";
  return {
    owner: printable(decodeMarkValue(owner)),
    priority: /^-?\d{1,15}$/.test(priority) ? Number(priority) : 0,
    claims: wordsIn(said.get("Claims")),
  };
}

/** systemd adds targets of its own to what a unit names; only services matter. */
function unitsIn(value: string | undefined): string[] {
  return wordsIn(value).filter((word) => word.endsWith(".service"));
}

function wordsIn(value: string | undefined): string[] {
  return sortedUnique((value ?? "").split(" ").filter((word) => word !== ""));
}

/** A mark in a user's unit is written by that user, and stands in messages. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, "");
}

function placeOf({ scope, account = "", name }: SeenUnit): string {
  return `${scope} ${account} ${name}`;
}
