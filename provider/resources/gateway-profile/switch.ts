import type { GatewayInputs } from "./properties.js";
import { isServed } from "./served-operations.js";
import { arriveAt, togetherAt } from "./together.js";
import { refOf } from "./unit-place.js";

/** Whether a profile passes between a unit of its own and another one's gateway. */
export function switches(olds: GatewayInputs, news: GatewayInputs): boolean {
  return isServed(olds) !== isServed(news);
}

/** The unit of that gateway. */
export function servingUnit(olds: GatewayInputs, news: GatewayInputs): string {
  return refOf(isServed(olds) ? olds : news);
}

/** Waits for whoever goes in one transaction with this gateway. @param olds what it was, if it was there */
export async function together(news: GatewayInputs, olds?: GatewayInputs): Promise<void> {
  const { hostKey, profileKey } = news;
  if (olds && switches(olds, news)) {
    arrive(news);
    await togetherAt(hostKey, servingUnit(olds, news), profileKey);
  } else if (!isServed(news)) await togetherAt(hostKey, refOf(news), profileKey);
}

/** Nobody waits for this gateway any longer. */
export function arrive(news: GatewayInputs, olds?: GatewayInputs): void {
  const { hostKey, profileKey } = news;
  if (!isServed(news)) arriveAt(hostKey, refOf(news), profileKey);
  if (olds && switches(olds, news)) arriveAt(hostKey, servingUnit(olds, news), profileKey);
}
