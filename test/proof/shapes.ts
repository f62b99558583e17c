import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";
import type { ProofMember } from "./sets/proof-set";

/**
 * How units exclude each other. `rendered`: as the plan has it. The others are wrong, and the proof has to find out:
 * `mutual`: every unit names all its neighbours; `none`: no unit names another.
 */
export type Shape = "rendered" | "mutual" | "none";

/** The unit of a gateway in a shape. */
export function unitText(member: ProofMember, members: readonly ProofMember[], shape: Shape): string {
  const { spec } = member.gateway;
  if (shape === "rendered") return renderGatewayUnit(spec);
  const neighbours = members.filter(({ profileKey }) => member.neighbours.includes(profileKey));
  const conflicts = shape === "mutual" ? neighbours.map(({ unitName }) => unitName) : [];
  return renderGatewayUnit({ ...spec, conflicts });
}
