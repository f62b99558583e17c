import { UNIT_REF } from "../../core/rules/names";

/** Whether what a host named as a unit of this gateway is one that could be: of the system, or of its own account. */
export function isOwnRef(unit: string, account: string): boolean {
  const at = unit.indexOf("/");
  return UNIT_REF.pattern.test(unit) && (at < 0 || unit.slice(0, at) === account);
}
