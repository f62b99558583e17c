import { nameOf, parseUrn, qualifiedType, typeOf, urnOf } from "../model/urn";
import type { AliasSpec, Goal } from "./goal";

/**
 * The URNs under which the resource may be in the state, besides its own: its aliases, and, where its
 * parent was found under another name, the same below that name. A child named after its parent is
 * looked for under the parent's old name.
 *
 * @param oldParent the URN under which the parent was found, if not its present one.
 */
export function aliasUrns(goal: Goal, urn: string, oldParent: string | undefined): string[] {
  const own = goal.aliases.map((alias) => aliasUrn(alias, goal, urn));
  const inherited =
    oldParent === undefined
      ? []
      : [urn, ...own].map((known) => underOldParent(known, goal.parent, oldParent));
  return [...new Set([...own, ...inherited])].filter((alias) => alias !== urn);
}

function aliasUrn(alias: AliasSpec, goal: Goal, urn: string): string {
  if ("urn" in alias) return alias.urn;
  const { stack, project } = parseUrn(urn);
  return urnOf({
    stack: alias.stack ?? stack,
    project: alias.project ?? project,
    qualifiedType: qualifiedType(alias.type ?? goal.type, alias.parent ?? goal.parent),
    name: alias.name ?? goal.name,
  });
}

function underOldParent(urn: string, parent: string, oldParent: string): string {
  const [name, parentName, oldName] = [nameOf(urn), nameOf(parent), nameOf(oldParent)];
  const { stack, project } = parseUrn(urn);
  return urnOf({
    stack,
    project,
    qualifiedType: qualifiedType(typeOf(urn), oldParent),
    name: name.startsWith(parentName) ? oldName + name.slice(parentName.length) : name,
  });
}
