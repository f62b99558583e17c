import fc from "fast-check";
import type { Config, ConfigValue } from "../../../provider/core/config-file/config";

/** Texts that a careless writer of YAML gets wrong: words, numbers and dates of YAML 1.1 and 1.2, signs, line ends. */
const oddText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "yes",
    "No",
    "on",
    "~",
    "null",
    "y",
    "1",
    "-0",
    "010",
    "0o17",
    "1e5",
    "1_000",
    "1:30",
  ),
  fc.constantFrom(
    "0x1F",
    ".5",
    "1.",
    ".inf",
    "2024-01-01",
    "=",
    "<<",
    "-",
    "- a",
    "? a",
    "a: b",
    "a:b",
    "a #b",
    "#",
  ),
  fc.constantFrom(
    "'",
    '"',
    "{",
    "[a]",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "a,b",
    "---",
    "...",
    "a: ",
    "\\n",
    "a\t",
  ),
  fc.constantFrom(
    "one\ntwo",
    "one\n\n  two\n",
    "\nfirst",
    "last\n\n",
    "# no\ncomment",
    "a\r\nb",
    "a\u2028b",
    "a\u0085",
  ),
  fc.constantFrom(
    "\u0000",
    "\u007f",
    "\ufeff",
    "é日😀",
    "\u00a0",
    "http://127.0.0.1:18081/bot",
    "a/b-c_d",
    "$KEY",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);

const scalar: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.constantFrom(1, true, "word", null),
  oddText,
  fc.boolean(),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e9, max: 1e9 }).map((value) => value + 0),
  fc.constantFrom(1e-7, 1.5e-9, 8642, 2 ** 53 - 1),
);

function innerOf(depth: number): fc.Arbitrary<ConfigValue> {
  if (depth === 0) return scalar;
  const inner = innerOf(depth - 1);
  return fc.oneof(
    { arbitrary: scalar, weight: 5 },
    { arbitrary: fc.array(inner, { maxLength: 2 }), weight: 1 },
    { arbitrary: fc.dictionary(fc.constantFrom("a", "b", "8642"), inner, { maxKeys: 2 }), weight: 1 },
  );
}

const leaf: fc.Arbitrary<ConfigValue> = fc.oneof(
  { arbitrary: scalar, weight: 6 },
  { arbitrary: fc.array(innerOf(2), { maxLength: 3 }), weight: 2 },
  { arbitrary: fc.constant({}), weight: 1 },
);

const leafKey = fc.oneof(
  { arbitrary: fc.constantFrom("o1", "o2", "o3", "o4"), weight: 6 },
  { arbitrary: fc.constantFrom("8642", "yes", "odd: #key", "__proto__", "l1"), weight: 1 },
);

function configOf(depth: number): fc.Arbitrary<Config> {
  const leaves = fc.array(fc.tuple(leafKey, leaf), { maxLength: 4 });
  if (depth === 0) return leaves.map((entries) => Object.fromEntries(entries));
  const maps = fc.array(fc.tuple(fc.constantFrom("m1", "m2"), configOf(depth - 1)), { maxLength: 2 });
  return fc.tuple(leaves, maps).map((entries) => Object.fromEntries(entries.flat()));
}

/** Leaves under keys of all kinds, and maps under keys that files of `configText` have too. */
export const config: fc.Arbitrary<Config> = configOf(3);
