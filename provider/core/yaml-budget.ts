import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, parseDocument, visit } from "yaml";

/** Deepest nesting of maps and lists. */
const DEEPEST = 100;
/** Most values of a text with its aliases written out. */
const MOST_VALUES = 100_000;
/** Most characters of a text. */
const LONGEST_TEXT = 4_000_000;

/** What is too much about a YAML text, where it begins, and what to do; it holds no words of the text. */
export interface OverBudget {
  readonly offset: number;
  readonly what: string;
  readonly remedy: string;
}

type Parsed = ReturnType<typeof parseDocument>;
type ReadOptions = Parameters<typeof parseDocument>[1];
type Read =
  | { readonly document: Parsed; readonly over?: OverBudget }
  | { readonly document?: undefined; readonly over: OverBudget };

/**
 * Reads a YAML text in time in proportion to it, whatever it holds. Keys that stand twice are left to
 * {@link repeatedKey}: the reader's own look for them takes 12 s for 20,000 keys.
 */
export function parseWithinBudget(text: string, options: ReadOptions): Read {
  if (text.length > LONGEST_TEXT) {
    const what = `it has ${text.length} characters, more than ${LONGEST_TEXT}`;
    return { over: { offset: 0, what, remedy: "divide it, or remove what nothing reads" } };
  }
  try {
    const document = parseDocument(text, { ...options, uniqueKeys: false });
    // The reader has come to the end of its stack; what it says of it depends on where that was.
    const exhausted = document.errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
    if (exhausted) return { over: { offset: exhausted.pos[0], ...TOO_DEEP } };
    const over = document.errors.length === 0 ? overBudget(document) : undefined;
    return over === undefined ? { document } : { document, over };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { over: { offset: 0, ...TOO_DEEP } };
  }
}

/** Where a key stands for the second time in its map. */
export function repeatedKey(document: Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          offset = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return offset;
}

/**
 * Whether a document that has been read is too much to go on with: 200 characters of aliases to aliases may stand for
 * millions of values. Counts each anchor once, so that this takes time in proportion to the text.
 *
 * @returns `undefined` for one that is not
 */
function overBudget(document: Parsed): OverBudget | undefined {
  const counted = new Map<string, number>();
  const open = new Set<string>();
  let problem: OverBudget | undefined;
  const fail = (node: Node, found: Omit<OverBudget, "offset">): number => {
    problem ??= { offset: node.range?.[0] ?? 0, ...found };
    return MOST_VALUES;
  };
  const count = (node: unknown, depth: number): number => {
    if (problem || !isNode(node)) return 1;
    if (depth > DEEPEST) return fail(node, TOO_DEEP);
    if (isAlias(node)) {
      return open.has(node.source) ? fail(node, LEADS_INTO_ITSELF) : (counted.get(node.source) ?? 1);
    }
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) open.add(anchor);
    let values = 1;
    if (isMap(node) || isSeq(node)) {
      for (const item of node.items as unknown[]) {
        values += isPair(item)
          ? count(item.key, depth + 1) + count(item.value, depth + 1)
          : count(item, depth + 1);
      }
    }
    if (anchor !== undefined) {
      open.delete(anchor);
      counted.set(anchor, values);
    }
    return values > MOST_VALUES && !problem ? fail(node, TOO_MANY) : values;
  };
  count(document.contents, 0);
  return problem;
}

const TOO_MANY = {
  what: `it stands for more than ${MOST_VALUES} values, its aliases written out`,
  remedy: "write what is needed, with fewer aliases",
};

const LEADS_INTO_ITSELF = {
  what: "an alias leads into the value that it stands in",
  remedy: "write the value out where its alias stands",
};

const TOO_DEEP = {
  what: `maps and lists stand more than ${DEEPEST} deep in each other`,
  remedy: "write it flatter",
};
