import { z } from "zod";
import { ACCOUNT, ENVIRONMENT_NAME, LOCK_NAME, name, UNIT_REF } from "../rules/names";
import { seconds } from "../rules/numbers";
import { absolutePath, executablePath } from "../rules/paths";
import { KILL_SIGNALS } from "../rules/policies";
import { strict } from "../rules/strict";
import { patternText, wordText } from "../rules/text-rules";

/** Name of a unit as a `Conflicts=` may have it. */
const CONFLICT = /^[A-Za-z0-9_-][\\A-Za-z0-9:_.@-]{0,246}\.[a-z]{4,9}$/;

/** Directory of links below a directory of units, as `systemctl enable` makes it. */
export const LINK_DIRECTORY = /^[A-Za-z0-9_][\\A-Za-z0-9:_.@-]{0,240}\.(wants|requires)$/;

const conflict = patternText(CONFLICT, "the name of a unit", "leave it to the plan");
const linkDirectory = patternText(LINK_DIRECTORY, "a directory of links", "leave it to the plan");

/** Runtime check of {@link GatewayRuns}. */
export const gatewayRunsSchema = strict({
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
  /** The variables of the unit by which Hermes counts its starts; left out: none. */
  starts: z.record(name(ENVIRONMENT_NAME), wordText()).optional(),
});

/**
 * What decisions about a gateway use of what was declared: `check` makes it from the spec, and it stays as it is when a
 * refresh records another text of the unit, because that text is the host's.
 */
export interface GatewayRuns extends z.infer<typeof gatewayRunsSchema> {}
