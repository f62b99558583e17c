import type { z } from "zod";
import { sortedUnique } from "../order";
import type { Readiness } from "../plan/fleet-plan";
import { READY_STATUS } from "./profile-defaults";
import type { readySchema } from "./ready-options";

/** The one way that is written, with its defaults. */
export function resolveReady(written: z.output<typeof readySchema>): Readiness {
  const { api, port, url, status = READY_STATUS, command, platforms = [] } = written;
  if (api !== undefined) return { api };
  if (port !== undefined) return { port };
  if (url !== undefined) return { url, status };
  if (command !== undefined) return { command };
  return { stateFile: true, ...(platforms.length === 0 ? {} : { platforms: sortedUnique(platforms) }) };
}
