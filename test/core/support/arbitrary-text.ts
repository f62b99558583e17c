import fc from "fast-check";

/** Any string at all, lone surrogates and NUL included. */
export const anyString = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));

/** Texts made of what matters in unit files: sections, keys, continuations, comments, every kind of line end. */
export const unitLikeText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "[Unit]",
        "[Service]",
        "[X-Hermes-Fleet]",
        "Conflicts=",
        "Conflicts=a.service b.service",
        "Before = b.service",
        "ExecStart=/bin/x",
        "Environment=A=1",
        "# a comment",
        "; another",
        " \\",
        "\\",
        "\\\\",
        "\n",
        "\r\n",
        "\r",
        "\n\r",
        "\0",
        "\uFEFF",
        " ",
        "\t",
        "=",
        "[",
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const UNREPRESENTABLE = /\0|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;

/** Words that a unit can carry, rich in the characters that need quoting. */
export const representableWord = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        "\\",
        "%",
        "%%",
        "%h",
        "$",
        "$$",
        "\u0024{A}",
        "$A",
        " ",
        "\n",
        "\t",
        "\r",
        "\x01",
        "\x7f",
        ";",
      ),
      fc.constantFrom("\u0085", "\u00a0", "\ufeff", "é", "日", "😀", "\\x41", "\\n", "#", "=", "a"),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join("").replace(UNREPRESENTABLE, ""));
