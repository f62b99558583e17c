import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { AliasSpec, Goal } from "../plan/goal";
import { fromStruct } from "../process/struct";

/** Reads a registration off the wire. */
export function readGoal(request: RegisterResourceRequest): Goal {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    propertyDependencies[key] = value.getUrnsList();
  });
  const urns: AliasSpec[] = request.getAliasurnsList().map((urn) => ({ urn }));
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    inputs: fromStruct(request.getObject()),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    aliases: [...urns, ...request.getAliasesList().map(readAlias)],
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith(),
    importId: request.getImportid(),
  };
}

/** An empty field of a spec means "as it is now". */
function readAlias(alias: Alias): AliasSpec {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  const { name, type, stack, project } = spec.toObject();
  const given = Object.entries({ name, type, stack, project }).filter(([, value]) => value !== "");
  const parent = spec.getNoparent() ? "" : spec.getParenturn();
  const hasParent = spec.getNoparent() || parent !== "";
  return { ...Object.fromEntries(given), ...(hasParent ? { parent } : {}) };
}
