import { equalValues } from "../equal.js";
import { COMPARED, type GatewayInputs, type GatewayOutputs, SETTINGS } from "./properties.js";

export interface Difference {
  /** `undefined` leaves it to the engine to show what differs. */
  readonly changes?: boolean;
  readonly replaces?: string[];
  readonly deleteBeforeReplace?: boolean;
}

/**
 * Pure. Only another host key or profile key is another gateway, unless the profile is renamed; a gateway that is not `applied` is looked at again
 * even when nothing differs. `changes: false` keeps the old outputs, which `read` and `delete` are given later, so
 * everything that they need counts as a difference.
 */
export function diffGateway(olds: Partial<GatewayOutputs>, news: Partial<GatewayInputs>): Difference {
  const replaces = (["hostKey", "profileKey"] as const).filter(
    (key) => !equalValues(olds[key], news[key]) && !(key === "profileKey" && isRenamed(olds, news)),
  );
  if (replaces.length > 0) return { replaces, deleteBeforeReplace: true };
  if (COMPARED.some((key) => !equalValues(olds[key], news[key]))) return {};
  return { changes: olds.status !== "applied" };
}

/** Whether a gateway goes on under another profile key, which the profile says itself. */
export function isRenamed(olds: Partial<GatewayInputs>, news: Partial<GatewayInputs>): boolean {
  return (
    news.renamedFrom !== undefined &&
    news.renamedFrom === olds.profileKey &&
    news.profileKey !== olds.profileKey &&
    news.hostKey === olds.hostKey
  );
}

/** Whether a change touches the host at all: a changed connection does, it is to be seen where it leads. */
export function touchesHost(olds: GatewayOutputs, news: GatewayInputs): boolean {
  if (olds.status !== "applied") return true;
  const settings: readonly string[] = SETTINGS;
  const differing = COMPARED.filter((key) => !equalValues(olds[key], news[key]));
  return differing.length === 0 || differing.some((key) => !settings.includes(key));
}
