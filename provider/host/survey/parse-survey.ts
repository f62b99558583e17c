import { isSeen, type SeenHost, type SeenListener, type SeenUnit } from "../../core/facts/host-facts";
import { soundFacts } from "../../core/facts/sound-facts";
import { byCodeUnit, sortedUnique } from "../../core/order";
import { holderOf } from "./holder.js";
import { SURVEY_GREETING } from "./survey-script.js";
import { Drafts } from "./unit-drafts.js";

/** What a host answered to a survey: what is there, or why it is not suitable. */
export type SurveyAnswer =
  | { readonly seen: SeenHost; readonly failure?: undefined }
  | { readonly seen?: undefined; readonly failure: { readonly code: string; readonly detail: string } };

/**
 * Reads the lines of the survey script. Root wrote each of them; what an account's program said stands behind that
 * account's name, and makes units of that account alone.
 * @returns `undefined` for an answer that was cut short or never began
 */
export function parseSurvey(stdout: string): SurveyAnswer | undefined {
  const lines = stdout.split("\n").map((line) => line.split("\t"));
  const start = lines.findIndex(([word]) => word === SURVEY_GREETING);
  const answer = lines.slice(start + 1);
  if (start < 0 || !answer.some(([word]) => word === "end")) return undefined;
  const drafts = new Drafts();
  const accounts: { name: string; uid: string; home: string }[] = [];
  const heldPorts: { port: number; group: string; process: string }[] = [];
  const dropIns: { path: string; sets: string[] }[] = [];
  const incomplete: string[] = [];
  let [systemd, machineId] = [Number.NaN, ""];
  for (const [kind, ...fields] of answer) {
    const [first = "", second = "", third = "", ...rest] = fields;
    if (kind === "fail") return { failure: { code: first, detail: second } };
    else if (kind === "system") [systemd, machineId] = [Number.parseInt(first, 10), second];
    else if (kind === "account") accounts.push({ name: first, uid: second, home: third });
    else if (kind === "unit") drafts.unit("", first, second);
    else if (kind === "says") drafts.says("", first, second, [third, ...rest].join(" "));
    else if (kind === "dropin") dropIns.push({ path: first, sets: second.split(" ").filter(Boolean) });
    else if (kind === "listen") heldPorts.push({ port: portIn(first), group: second, process: third });
    else if (kind === "silent" || kind === "cut") incomplete.push(first);
    else if (kind === "of" && first !== "") {
      if (second === "unit") drafts.unit(first, third, rest[0] ?? "");
      if (second === "says") drafts.says(first, third, rest[0] ?? "", rest.slice(1).join(" "));
      if (second === "cut") incomplete.push(first);
    }
  }
  if (!Number.isInteger(systemd)) return undefined;
  const uids = new Map(accounts.map(({ name, uid }) => [uid, name]));
  const listeners = heldPorts
    .map(({ port, group, process }): SeenListener => ({ port, process, ...holderOf(group, uids) }))
    .sort((a, b) => a.port - b.port || byCodeUnit(a.unit ?? "", b.unit ?? ""));
  const homes = Object.fromEntries(accounts.map(({ name, home }) => [name, home]));
  const seen = soundFacts({
    systemd,
    machineId,
    units: drafts
      .units(listeners)
      .filter(({ account }) => account === undefined || Object.hasOwn(homes, account))
      .sort((a, b) => byCodeUnit(placeOf(a), placeOf(b))),
    homes,
    listeners,
    dropIns: dropIns.sort((a, b) => byCodeUnit(a.path, b.path)),
    ...(incomplete.length === 0 ? {} : { incomplete: sortedUnique(incomplete) }),
  });
  return isSeen(seen) ? { seen } : undefined;
}

function portIn(text: string): number {
  return /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
}

function placeOf({ scope, account = "", name }: SeenUnit): string {
  return `${scope} ${account} ${name}`;
}
