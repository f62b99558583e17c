import { GREETING } from "../script/host-script.js";
import { wholeNumber } from "./result.js";
import { MalformedAnswer, type ResultLine } from "./result-reader.js";

/** What a line of an answer may begin with, and whether the number of an operation follows. */
const KINDS: Readonly<Record<string, "numbered" | "plain">> = {
  op: "numbered",
  blob: "numbered",
  fail: "numbered",
  system: "plain",
  back: "plain",
  reloaded: "plain",
  unconfirmed: "plain",
  guard: "plain",
  settled: "plain",
  end: "plain",
  progress: "plain",
  armed: "plain",
  watching: "plain",
  doing: "plain",
  done: "plain",
  broken: "plain",
  asks: "plain",
  confirm: "plain",
};

/** What may stand behind the end: the question for a confirm, what came of it, and that the worker was ended there. */
const BEHIND_END: readonly string[] = ["asks", "confirm", "broken"];

/**
 * Looks whether the lines behind the greeting are ones that the host script prints, in the order in which it prints them.
 * @param operations How many operations the machine was asked about.
 * @throws MalformedAnswer
 */
export function checkAnswer(lines: readonly ResultLine[], operations: number): void {
  const seen = new Set<string>();
  for (const { fields } of lines) {
    const [kind = "", about = ""] = fields;
    const form = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (kind === GREETING) throw new MalformedAnswer("it begins twice");
    if (form === undefined) throw new MalformedAnswer("a line of it is of no known kind");
    if (form === "numbered" && !isAbout(kind, about, operations)) {
      throw new MalformedAnswer(`a line ${kind} is about no operation of this transaction`);
    }
    if (kind === "op" && fields[2] === "gap") wholeNumber(fields[3] ?? "", "a gap in service");
    if (seen.has("end") && !BEHIND_END.includes(kind))
      throw new MalformedAnswer(`${kind} stands behind its end`);
    if (kind === "asks" && !seen.has("end")) throw new MalformedAnswer("it asks before its end");
    if (kind === "asks" && seen.has("asks")) throw new MalformedAnswer("it asks twice");
    seen.add(kind);
  }
}

/** `-` is the whole transaction. */
function isAbout(kind: string, about: string, operations: number): boolean {
  if (about === "-") return kind !== "op";
  return /^\d{1,6}$/.test(about) && Number(about) < operations;
}
