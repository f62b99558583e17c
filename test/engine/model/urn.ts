/** The type of the root resource, whose name never appears in the types of its children. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** What a URN is made of. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The types of all ancestors and the own one, joined by `$`. */
  readonly qualifiedType: string;
  readonly name: string;
}

/** Writes a URN. */
export function urnOf(parts: UrnParts): string {
  return `urn:pulumi:${parts.stack}::${parts.project}::${parts.qualifiedType}::${parts.name}`;
}

/** Takes a URN apart. */
export function parseUrn(urn: string): UrnParts {
  const [head = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return { stack: head.replace(/^urn:pulumi:/, ""), project, qualifiedType, name: name.join("::") };
}

/** The resource's own type. */
export function typeOf(urn: string): string {
  return parseUrn(urn).qualifiedType.split("$").at(-1) ?? "";
}

/** The name the program gave the resource. */
export function nameOf(urn: string): string {
  return parseUrn(urn).name;
}

/** The qualified type of a resource with this parent (a URN, or empty for none). */
export function qualifiedType(type: string, parent: string | undefined): string {
  if (parent === undefined || parent === "" || typeOf(parent) === STACK_TYPE) return type;
  return `${parseUrn(parent).qualifiedType}$${type}`;
}
