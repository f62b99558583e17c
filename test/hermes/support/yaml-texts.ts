import fc from "fast-check";

/** Scalars without quotes that readers of YAML take differently. */
const SCALARS: readonly string[] = [
  ..."~ null Null NULL nULL true True TRUE tRUE yes Yes YES on On ON y Y n N no No off OFF false".split(" "),
  ..."0 -0 00 0_ 01 0200 0777 08 09 -010 +5 1_000 _1 1__0 0b101 0b_ 0b1_0 0B1 0x1F 0x_ 0X1 0o17 -0x10".split(
    " ",
  ),
  ..."22:30 1:30 01:30 1:60 12:30:45 190:20:30.5 -1:30 0:30 1:2:3:4 1:30:00.25 20:30.15".split(" "),
  ...". .5 +.5 -.5 1. 1.5 1e5 1e-7 1.5e3 1.5e+3 1.0e-7 .inf -.inf +.Inf .INF .nan .NaN -.nan 1_0.5 1..2".split(
    " ",
  ),
  ..."9007199254740991 9007199254740992 9007199254740993 -123456789012345678901 0xffffffffffffffff".split(
    " ",
  ),
  ..."2024-01-01 2024-1-1 2024-13-01 2024-02-30 2024-02-29 2023-02-29 0000-01-01 2001-12-14t21:59:43.10-05:00".split(
    " ",
  ),
  "2001-12-14 21:59:43.10 -5",
  "2001-12-14 21:59:43",
  "2001-12-14T1:02:03Z",
  "2001-12-14 21:59:43.1234567 +01:30",
  "2001-12-14 24:00:00",
  "2001-12-14 21:59:43 +24",
  "2001-12-14 21:59:61",
  ..."<< = == - -- -x ? ?x : :x x: x:y a#b #c !x !!str &a *a @a `a %a , [ ] { } > | ' \"".split(" "),
  ...[
    "a # b",
    "a: b",
    "'it''s'",
    '"\\x41\\u00e9\\/"',
    '"\\0\\a\\e\\N\\_\\L\\P"',
    "'a\\nb'",
    "!!int '7'",
    "!!float 1",
    "!!str 12",
  ],
  ...[
    "!!binary aGk=",
    "!!null x",
    "!!timestamp 2024-01-01",
    "!!bool yes",
    "!!bool x",
    "!!int x",
    "! 12",
    "!!set {a}",
    "!!omap [a: 1]",
  ],
  ...[
    '"a\\\n  b"',
    '"a\n\n b"',
    "'a\n b'",
    "a\n  b",
    "|\n  a\n  b",
    "|-\n  a",
    "|+\n  a\n\n",
    ">\n  a\n  b\n\n  c",
    "|2\n   a",
    ">-\n  a\n   b",
  ],
  ...[
    "[1, 2]",
    "[a, , b]",
    "[a,]",
    "{a: 1, b}",
    "{a:1}",
    '{"a":1}',
    "[a: 1]",
    "{? a : b}",
    "[1, [2, {x: ~}]]",
    "{}",
    "[]",
  ],
  ...[
    '"a\u2028b"',
    '"a\u0085b"',
    '"a \u2028 b"',
    "'a\u2029b'",
    "a\u2028b",
    "a\u0085b",
    '"a\ufeffb"',
    "é",
    "\u{1f600}",
    "\t",
    "a\tb",
    "\u00a0",
  ],
];

/** Whole documents that readers of YAML take differently. */
const DOCUMENTS: readonly string[] = [
  ...[
    "",
    "\n",
    "# c\n",
    "~\n",
    "a\n",
    "[a]\n",
    "---\n",
    "---\na: 1\n...\n",
    "a: 1\n---\nb: 2\n",
    "%YAML 1.1\n---\na: 0200\n",
    "%YAML 1.2\n---\na: 0200\n",
  ],
  ...[
    "\ufeffa: 1\n",
    "a: 1\r\nb: 2\r\n",
    "a: 1\rb: 2\r",
    "a: 1\u0085b: 2\u0085",
    "a: 1\u2028b: 2\n",
    "# x\u2028a: 1\n",
    "# x \u2028\na: 1\n",
    '"a\u2028b": 1\n',
  ],
  ...[
    "a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\n",
    "a: &x {k: 1}\nc: &y {k: 2, m: 3}\nb: {<<: [*x, *y]}\n",
    "b: {<<: 1}\n",
    "'<<': 1\n",
    "b: {<<: {k: 1}, <<: {k: 2}}\n",
  ],
  ...[
    "a: &x [1]\nb: *x\n",
    "a: *x\n",
    "a: &a [*a]\n",
    "a: &x 1\nb: &x 2\nc: *x\n",
    "&a a: 1\nb: *a\n",
    "a: &x {<<: *x}\n",
    "x: &x {a: {b: 1}}\ny: {<<: *x, a: {c: 2}}\n",
  ],
  ...[
    "1: a\n",
    "123456789012345678901: a\n",
    "0x10: a\n",
    "on: a\n",
    "~: a\n",
    ": a\n",
    "1.5: a\n",
    "2024-01-01: a\n",
    "=: a\n",
    "? a\n: b\n",
    "? [a]\n: b\n",
    "[a]: b\n",
    "{a: 1}: b\n",
    "!!int '5': a\n",
  ],
  ...[
    "a: 1\na: 2\n",
    "a: 1\n'a': 2\n",
    "1: a\n'1': b\n",
    "a:\n  - 1\n - 2\n",
    "a:\n- 1\n- 2\n",
    "a:\n\tb: 1\n",
    "a:\tb\n",
    "a: b\t# c\n",
    "a: 'x\n",
    "a: b: c\n",
    "- a\n- b\n",
    "a:\n b: 1\n  c: 2\n",
  ],
  ...[
    "a: x\u0007\n",
    "a: \u007f\n",
    "a: \u0080\n",
    "a: \ufffe\n",
    "a: \ud800\n".toWellFormed(),
    "!x {a: 1}\n",
    "!!map {a: 1}\n",
    "a: !x b\n",
    "a: !<tag:yaml.org,2002:str> 5\n",
    "%TAG ! tag:yaml.org,2002:\n---\na: !str 5\n",
  ],
  ...[
    "a: |\n x",
    "a: |\n x\n",
    "a: >\n x\n\n\n",
    "a: |\n\n  x\n",
    "a: |1\n  x\n",
    "a:\n  b:\n    c: off\n",
    "'a': 'b'\n\"c\": \"d\"\n",
    "a: 'b'c\n",
    "__proto__: 1\n",
    "a: {__proto__: {b: 1}}\n",
    "constructor: 1\n",
  ],
];

const key = fc.constantFrom(..."a b cc d-e 'q' \"r\" 12 0x1 yes off <<".split(" "));
const scalar = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...SCALARS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.double().map(String) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom(..."0123456789_:.-+eExXbotTZ "), maxLength: 12 }),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)) },
);

/** Lines of a block whose depth wanders, most of them well-formed. */
const lines = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      key,
      fc.option(scalar, { nil: "" }),
      fc.constantFrom("", "", "- ", " # c"),
    ),
    {
      maxLength: 7,
    },
  )
  .map((rows) => {
    let depth = 0;
    const text = rows.map(([deeper, name, value, extra]) => {
      const dash = extra === "- " ? extra : "";
      const line = `${"  ".repeat(depth)}${dash}${name}: ${value}${extra === " # c" ? extra : ""}`;
      depth = value === "" && dash === "" ? depth + 1 : Math.max(0, depth - deeper);
      return line;
    });
    return `${text.join("\n")}\n`;
  });

/** Letters of the syntax in any order. */
const soup = fc.string({
  unit: fc.constantFrom(..."ab12:-?#&*!|>'\"%[]{}, \n\n  \t\r\u0085\u2028<=~.0_"),
  maxLength: 24,
});

/** Texts of config.yaml: the odd ones, and generated ones from a fixed seed. */
export function yamlTexts(count: number): string[] {
  const around = SCALARS.flatMap((text) => [
    `k: ${text}\n`,
    `k:\n- ${text}\n`,
    `{k: ${text}}\n`,
    `${text}: v\n`,
  ]);
  const one = scalar.map((text) => `k: ${text}\n`);
  const generated = [one, lines, soup].flatMap((texts, i) =>
    fc.sample(texts, { seed: 20261130 + i, numRuns: Math.ceil(count / 3) }),
  );
  return [...new Set([...DOCUMENTS, ...around, ...generated].map((text) => text.toWellFormed()))];
}
