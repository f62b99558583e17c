import { stackOf } from "../../../units/mark";
import type { Contender } from "../../outsiders";
import { type HostRule, type HostScene, subject } from "../rule";

/**
 * A gateway and one of another stack that cannot run at the same time. Only the higher one names the other, each side
 * in its own program; what a boot starts then follows from both plans together, and this one sees its own part.
 */
export const contendsWithAnotherStack: HostRule = (scene) =>
  scene.outsiders.contenders.flatMap((contender) => {
    const member = scene.members[contender.place];
    const { unit, what } = contender;
    if (member === undefined || unit.mark === undefined) return [];
    const stack = stackOf(unit.mark.owner);
    return [
      {
        code: "contends-with-another-stack",
        severity: "warning",
        subjects: [subject(scene.hostKey, member.key)],
        message: `${member.key} and ${unit.name} of the stack ${stack} exclude each other on ${scene.hostKey} (${what}): ${standing(contender, scene)}`,
        remedy: `let one stack have both, or give each what it needs for itself, or part them by priority (that of ${unit.name} is ${unit.mark.priority})`,
      },
    ];
  });

function standing({ unit, place, higher }: Contender, { members }: HostScene): string {
  const ours = members[place]?.unitName ?? "";
  if (higher === "ours") return `${ours} stands higher and stops the other when it starts`;
  if (higher === "apart") return "they run under different managers, so neither stops the other";
  if (higher === "open")
    return "their order is open, because a gateway of this stack stands above the one and below the other, so neither names the other";
  return unit.conflicts.includes(ours)
    ? `${unit.name} stands higher and stops this one when it starts`
    : `${unit.name} stands higher, but its stack has not made it name ${ours}; an update of that stack with a survey may`;
}
