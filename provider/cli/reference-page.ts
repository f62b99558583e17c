/** The part of a JSON schema that the page shows. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
}

const INTRODUCTION = `# fleet.yaml

Made from the schema that checks the file; the same options, in camel case as here, are the arguments of
\`GatewayFleet\`. \`<key>\` is a name of your own.
`;

/** The reference page of fleet.yaml in Markdown: a table for each map, in the order of the schema. */
export function referencePage(schema: Schema): string {
  return [INTRODUCTION, ...tables(schema, "")].join("\n");
}

function tables(schema: Schema, path: string): string[] {
  const { properties = {}, required = [] } = schema;
  const entries = Object.entries(properties);
  const rows = entries.map(([key, option]) => row(key, option, required.includes(key)));
  const own =
    rows.length === 0
      ? []
      : [
          `## ${path === "" ? "The file" : `\`${path}\``}\n`,
          "| option | value | default | meaning |",
          "| --- | --- | --- | --- |",
          ...rows,
          "",
        ];
  const below = entries.flatMap(([key, option]) => nested(option, path === "" ? key : `${path}.${key}`));
  return [...own, ...below];
}

function nested(option: Schema, path: string): string[] {
  const schema = mapOf(option);
  if (!schema) return [];
  if (schema.properties) return tables(schema, path);
  const inner =
    typeof schema.additionalProperties === "object" ? mapOf(schema.additionalProperties) : undefined;
  return inner?.properties ? tables(inner, `${path}.<key>`) : [];
}

/** The map that an option may be, leaving out `null`. */
function mapOf(option: Schema): Schema | undefined {
  if (option.type === "object") return option;
  return option.anyOf?.find(({ type, properties }) => type === "object" && properties);
}

function row(key: string, option: Schema, required: boolean): string {
  const fallback = required
    ? "required"
    : option.default === undefined
      ? ""
      : code(JSON.stringify(option.default));
  return `| \`${key}\` | ${cell(valuesOf(option))} | ${cell(fallback)} | ${cell(option.description ?? "")} |`;
}

function valuesOf(option: Schema): string {
  if (option.enum) return option.enum.map((value) => code(String(value))).join(", ");
  if (option.const !== undefined) return code(String(option.const));
  if (option.anyOf)
    return [...new Set(option.anyOf.filter(({ type }) => type !== "null").map(valuesOf))].join(" or ");
  if (option.items) return `list of ${valuesOf(option.items)}`;
  if (option.type === "object")
    return option.properties ? `map: ${Object.keys(option.properties).map(code).join(", ")}` : "map";
  const [low, high] = [option.minimum, option.maximum];
  const range =
    low === undefined || Math.abs(high ?? 0) >= Number.MAX_SAFE_INTEGER ? "" : ` ${low}…${high ?? ""}`;
  return `${option.type ?? "any"}${range}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
