import fc from "fast-check";

/** Names that Hermes knows and some that it does not, also inside of values. */
export const ENV_NAMES = [
  "OPENAI_API_KEY",
  "TELEGRAM_BOT_TOKEN",
  "SIGNAL_ACCOUNT",
  "GLM_API_KEY",
  "OTHER",
  "A_SECRET",
];

const piece = fc.oneof(
  fc.constantFrom(...ENV_NAMES.map((name) => `${name}=`)),
  fc.constantFrom(
    "***",
    "://",
    "?",
    "&",
    "'",
    '"',
    "\\",
    "\\\\",
    "\\n",
    "\\'",
    '\\"',
    "#",
    " #",
    " ",
    "\t",
    "\\t",
  ),
  fc.constantFrom(
    "$",
    "{",
    "=",
    "a",
    "export ",
    "\u001c",
    "\u001d",
    "\u001f",
    "\u0085",
    "\ufeff",
    "\u2028",
    "é",
    "\u00a0",
  ),
  fc.string({ maxLength: 3 }),
);

/** Values of variables, with what readers of `.env` take differently. */
export const envValue = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

const odd: readonly string[] = [
  ...[
    "A=b",
    "export A = b ",
    "A=b # c",
    "A=b#c",
    "A=",
    "A= # c",
    "A=#c",
    "A='b # c' # d",
    "A='it\\'s \\n'",
    'A="b\\"\\t\\\\"',
    "A=b=c'd",
    "A='x'#y",
    "A='x' y",
  ],
  ...[
    "'A'=b",
    "A",
    "A b=c",
    "1=2",
    "A.B=c",
    "a-b=c",
    "A=$B",
    "A=$\u007bB}",
    "A='$\u007bB}'",
    "A=$\u007bB:-c}",
    "A=\\",
    "A='\\'",
    'A="\\"',
    "A='a\nb'",
    'A="a\nB=c"',
    "A=b\rB=c",
    "A=b\r\nB=c\r\n",
  ],
  ...[
    "\ufeffA=b",
    "\ufeff# c\nA=b",
    "A=b\nA=c",
    "A =b",
    " A=b",
    "\tA=b",
    "export\tA=b",
    "exportA=b",
    "export =b",
    "A=\u00a0b",
    "A=b\u00a0#c",
    "A=b\u2028c",
    "A=b\u0085c",
    "\u001dA=b",
    "A=\u0000b",
  ],
  ...[
    "OPENAI_API_KEY=abcTELEGRAM_BOT_TOKEN=def",
    "OPENAI_API_KEY= abcTELEGRAM_BOT_TOKEN=def",
    "A_B=cOPENAI_API_KEY=d",
    "OPENAI_API_KEY='aTELEGRAM_BOT_TOKEN=b'",
    "export OPENAI_API_KEY=aTELEGRAM_BOT_TOKEN=b",
  ],
  ...[
    "OPENAI_API_KEY=https://x?TELEGRAM_BOT_TOKEN=b",
    "OPENAI_API_KEY=***",
    "A=`b`",
    "A=b;c",
    "A=~/b",
    "A=*",
    "A=(b)",
    "A='b''c'",
    "A=\"b\"'c'",
    "A=b'c d'",
  ],
];

const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("", "", "export ", " ", "\t"),
      fc.constantFrom(...ENV_NAMES, "A", "b"),
      fc.constantFrom("=", "=", " = ", "= "),
      envValue,
    )
    .map((parts) => parts.join("")),
  fc.constantFrom("", "# c", " # c", "  "),
  envValue,
);

/** Texts of `.env`: odd ones, and generated ones from a fixed seed. */
export function envTexts(count: number): string[] {
  const texts = fc.array(line, { maxLength: 3 }).map((lines) => `${lines.join("\n")}\n`);
  return [
    ...new Set(
      [...odd, ...fc.sample(texts, { seed: 20261130, numRuns: count })].map((text) => text.toWellFormed()),
    ),
  ];
}

/** What each of Hermes' readers of `.env` makes of texts: its loader at the start, its commands, a multiplexer. */
export const READ_ENV = `
import json, os, pathlib, sys, tempfile
home = pathlib.Path(tempfile.mkdtemp())
os.environ["HERMES_HOME"] = str(home)
os.environ["HERMES_MANAGED_DIR"] = str(home / "none")
from hermes_cli.env_loader import load_hermes_dotenv
from hermes_cli import config
from agent.secret_scope import load_env_file
kept = dict(os.environ)
found = []
for text in json.load(sys.stdin):
    path = home / ".env"
    path.write_bytes(text.encode())
    os.environ.clear()
    try:
        load_hermes_dotenv(hermes_home=home)
        loaded = {name: value for name, value in os.environ.items()}
    except Exception as error:
        loaded = {"": type(error).__name__}
    after = path.read_bytes().decode("utf-8", "surrogateescape")
    path.write_bytes(text.encode())
    os.environ.clear()
    os.environ.update(kept)
    config.invalidate_env_cache()
    found.append([loaded, config.load_env(), load_env_file(path), after])
print(json.dumps(found))
`;
