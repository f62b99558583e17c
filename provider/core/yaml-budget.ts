import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node } from "yaml";

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

/** A text that is too long to be read at all. */
export function textOverBudget(text: string): OverBudget | undefined {
  if (text.length <= LONGEST_TEXT) return undefined;
  return {
    offset: 0,
    what: `it has ${text.length} characters, more than ${LONGEST_TEXT}`,
    remedy: "divide it, or remove what nothing reads",
  };
}

/** A text that cannot be read because it is nested so deep that the reader gives up. */
export const TOO_DEEP: OverBudget = {
  offset: 0,
  what: `maps and lists stand more than ${DEEPEST} deep in each other`,
  remedy: "write it flatter",
};

/**
 * Whether a document that has been read is too much to go on with: 200 characters of aliases to aliases may stand for
 * millions of values. Counts each anchor once, so that this takes time in proportion to the text.
 *
 * @returns `undefined` for one that is not
 */
export function overBudget(document: Document): OverBudget | undefined {
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
