import { z } from "zod";
import { sortedEntries } from "../order";
import { ACCOUNT, LOCK_NAME, name, UNIT_REF } from "../rules/names";
import { seconds } from "../rules/numbers";
import { absolutePath, executablePath } from "../rules/paths";
import { KILL_SIGNALS } from "../rules/policies";
import { strict } from "../rules/strict";
import { patternText } from "../rules/text-rules";

/** Name of a unit as a `Conflicts=` may have it. */
const CONFLICT = /^[A-Za-z0-9_-][\\A-Za-z0-9:_.@-]{0,246}\.[a-z]{4,9}$/;

/** Directory of links below a directory of units, as `systemctl enable` makes it. */
const LINK_DIRECTORY = /^[A-Za-z0-9_][\\A-Za-z0-9:_.@-]{0,240}\.(wants|requires)$/;

const conflict = patternText(CONFLICT, "the name of a unit", "leave it to the plan");
const linkDirectory = patternText(LINK_DIRECTORY, "a directory of links", "leave it to the plan");

/** Runtime check of {@link GatewayRuns}. */
const gatewayRunsSchema = strict({
  /** Account that runs the gateway, and as which everything below its home is done. */
  user: name(ACCOUNT),
  /** The profile's home. */
  home: absolutePath(),
  executable: executablePath(),
  /** Units under the same manager that this one excludes; left out: none. */
  conflicts: z.array(conflict).min(1).optional(),
  /** Units under other managers that it excludes; left out: none. */
  excludes: z.array(name(UNIT_REF)).min(1).optional(),
  /** Locks that its command takes; left out: none. */
  locks: z.array(name(LOCK_NAME)).min(1).optional(),
  /** Directories of the links that `[Install]` asks for, sorted. */
  links: z.array(linkDirectory),
  /** The unit's stop timeout in seconds. */
  stopSeconds: seconds(0),
  /** The signal that begins a stop. */
  killSignal: z.enum(KILL_SIGNALS),
  /** Starts from which on Hermes sleeps first, as far as the unit's environment says it. */
  maxStarts: z.number().optional(),
  /** Seconds in which they are counted, as far as the unit's environment says it. */
  startsWindow: z.number().optional(),
});

/**
 * What decisions about a gateway use of what was declared: `check` makes it from the spec, and it stays as it is when a
 * refresh records another text of the unit, because that text is the host's.
 */
export interface GatewayRuns extends z.infer<typeof gatewayRunsSchema> {}

const LISTS: ReadonlySet<string> = new Set(["conflicts", "excludes", "links", "locks"]);
const NUMBERS: ReadonlySet<string> = new Set(["maxStarts", "startsWindow", "stopSeconds"]);

/** As the state has it: a line for each, `<name> <value>`, so that a preview shows a change as one line and no more. */
export function runsText(runs: GatewayRuns): string {
  return sortedEntries(runs as unknown as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(" ") : String(value)}\n`)
    .join("");
}

/** What was declared, or the names of what no declaration could have. */
export type CheckedRuns =
  | { readonly runs: GatewayRuns; readonly problems?: undefined }
  | { readonly runs?: undefined; readonly problems: readonly string[] };

/** What such a text says. */
export function parseRuns(text: string): CheckedRuns {
  const lines = text.split("\n").slice(0, -1);
  const values = new Map<string, unknown>();
  for (const line of lines) {
    const key = line.split(" ", 1)[0] ?? "";
    const value = line.slice(key.length + 1);
    if (values.has(key)) return { problems: ["words"] };
    if (LISTS.has(key)) values.set(key, value === "" ? [] : value.split(" "));
    else values.set(key, NUMBERS.has(key) && value !== "" ? Number(value) : value);
  }
  return checkRuns(Object.fromEntries(values));
}

/** Whether a value could have been declared. */
export function checkRuns(value: unknown): CheckedRuns {
  const parsed = gatewayRunsSchema.safeParse(value);
  if (parsed.success) return { runs: parsed.data };
  const names = new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "words")));
  return { problems: [...names] };
}
