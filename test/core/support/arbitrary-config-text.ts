import fc from "fast-check";

/** An entry of a generated map, as lines without indentation; deeper lines carry theirs. */
interface Entry {
  readonly key: string;
  readonly above: readonly string[];
  /** What stands behind the colon; the lines below it. */
  readonly value: (step: number) => readonly string[];
  readonly comment: string;
}

const comment = fc.constantFrom("# a comment", "#", "# key: value", "#- 'unclosed");
const above = fc.array(fc.oneof(comment, fc.constant("")), { maxLength: 2 });

const inline = fc
  .constantFrom(
    "1",
    "true",
    "word",
    "two words",
    "'it''s'",
    '"a \\"b\\""',
    "[a, 'b', 2]",
    "[]",
    "~",
    "null",
    "-1.5",
  )
  .map((text) => () => [text]);

const oddInline = fc
  .constantFrom(
    "!!str 5",
    "2024-01-01",
    "yes",
    "0o17",
    "http://x:1/b",
    "{x: 1, y: [z]}",
    "{ x: 1, }",
    '{"x": 1}',
    "",
  )
  .map((text) => () => [text]);

const block = fc
  .tuple(
    fc.constantFrom("|", "|-", "|+", ">", ">-"),
    fc.array(fc.constantFrom("text", "  deeper", "# no comment", "key: no key", ""), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([header, lines]) => (step: number) => {
    const body = ["text", ...lines].map((line) => (line === "" ? "" : " ".repeat(step) + line));
    return [header, ...body];
  });

const continued = fc.constantFrom(
  (step: number) => ["several", `${" ".repeat(step)}lines`],
  (step: number) => ["'quoted", "", `${" ".repeat(step)}lines'`],
  (step: number) => ["{", `${" ".repeat(step)}x: 1, # why`, `${" ".repeat(step)}y: 2`, "  }"],
);

const sequence = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.constantFrom("a", "'b'", "k: v", "[c]", ""), { minLength: 1, maxLength: 3 }),
  )
  .map(([indented, items]) => (step: number) => {
    const blanks = indented ? " ".repeat(step) : "";
    return ["", ...items.map((item) => `${blanks}- ${item}`.trimEnd())];
  });

const foreign = fc.oneof(
  { arbitrary: inline, weight: 4 },
  { arbitrary: oddInline, weight: 2 },
  { arbitrary: block, weight: 2 },
  { arbitrary: continued, weight: 1 },
  { arbitrary: sequence, weight: 2 },
);

const flowMap = fc
  .constantFrom(
    "{}",
    "{ }",
    "{t1: 1}",
    "{ t1: 1 }",
    "{t1: 1,}",
    "{t1}",
    "{t1: {m1: {}}}",
    '{"t1": 1}',
    "{m1: {t1: 1}, t2: 2}",
  )
  .map((text) => () => [text]);

/** Only behind values of one line a comment is sure to be a comment. */
const lineComment = fc.constantFrom("", "", "", " # why");

function entry(key: fc.Arbitrary<string>, value: fc.Arbitrary<Entry["value"]>): fc.Arbitrary<Entry> {
  return fc.record({ key, above, value, comment: lineComment });
}

const foreignKey = fc.constantFrom("t1", "t2", "t3", "'t 4'", '"t5"', "8642", "no");

function mapOf(depth: number): fc.Arbitrary<readonly Entry[]> {
  return fc
    .tuple(
      fc.array(entry(foreignKey, foreign), { maxLength: 3 }),
      fc.array(entry(fc.constantFrom("m1", "m2"), depth === 0 ? flowMap : nestedOf(depth - 1)), {
        maxLength: 2,
      }),
      fc.oneof(
        { arbitrary: fc.constant([]), weight: 9 },
        { arbitrary: fc.tuple(entry(fc.constantFrom("l1", "o1"), inline)), weight: 1 },
      ),
      fc.nat(),
    )
    .map(([own, maps, leaves, turn]) => {
      const entries = [...own, ...maps, ...leaves];
      const unique = entries.filter(({ key }, i) => entries.findIndex((other) => other.key === key) === i);
      const at = unique.length === 0 ? 0 : turn % unique.length;
      return [...unique.slice(at), ...unique.slice(0, at)];
    });
}

function nestedOf(depth: number): fc.Arbitrary<Entry["value"]> {
  return fc.oneof(
    flowMap,
    fc.constant(() => [""]),
    fc.tuple(mapOf(depth), above).map(([entries, below]) => (step: number) => {
      if (entries.length === 0) return ["{}"];
      const lines = [...render(entries, step), ...below];
      return ["", ...lines.map((line) => (line === "" ? "" : " ".repeat(step) + line))];
    }),
  );
}

function render(entries: readonly Entry[], step: number): string[] {
  return entries.flatMap(({ key, above: before, value, comment: behind }) => {
    const [first = "", ...rest] = value(step);
    const line = `${key}:${first === "" ? "" : ` ${first}`}`;
    return [...before, rest.length > 0 && first !== "" ? line : line + behind, ...rest];
  });
}

/**
 * Texts of config.yaml files as people and programs leave them: every style of value, comments and blank lines
 * everywhere, LF or CRLF, with and without a last line end, byte order mark or document markers.
 */
export const configText: fc.Arbitrary<string> = fc
  .record({
    entries: mapOf(3),
    step: fc.constantFrom(1, 2, 2, 2, 4),
    head: fc.constantFrom("", "", "", "\ufeff", "---\n", "%YAML 1.1\n--- # head\n", "# head\n\n"),
    below: above,
    tail: fc.constantFrom(
      "",
      "",
      "",
      "...\n",
      "# tail\n",
      "anchored: &a {x: 1}\nalias: *a\n? odd\n: key\ntwice: 1\ntwice: 2\n",
    ),
    newline: fc.constantFrom("\n", "\n", "\r\n"),
    open: fc.boolean(),
  })
  .map(({ entries, step, head, below, tail, newline, open }) => {
    const body = [...render(entries, step), ...below].map((line) => `${line}\n`).join("");
    const text = (
      head +
      body +
      (tail === "...\n" && head.includes("--") ? tail : tail.replace("...\n", ""))
    ).replaceAll("\n", newline);
    return open ? text.replace(/\r?\n$/, "") : text;
  });
