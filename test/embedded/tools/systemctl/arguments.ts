/** A call of `systemctl`, read. */
export interface Arguments {
  readonly verb: string;
  /** Words after the verb: units, mostly. */
  readonly words: readonly string[];
  readonly flags: ReadonlySet<string>;
  /** Values of options, the last one of each. */
  readonly values: ReadonlyMap<string, string>;
  /** Property names of all `-p` options; `undefined` when there is none. */
  readonly properties: readonly string[] | undefined;
}

/** Long names of options that have a value. */
const VALUED: Readonly<Record<string, string>> = {
  "-p": "--property",
  "-t": "--type",
  "-s": "--signal",
  "-n": "--lines",
  "-o": "--output",
  "-H": "--host",
  "-M": "--machine",
  "--property": "--property",
  "--type": "--type",
  "--state": "--state",
  "--signal": "--signal",
  "--kill-whom": "--kill-whom",
  "--kill-who": "--kill-whom",
  "--job-mode": "--job-mode",
  "--timestamp": "--timestamp",
  "--lines": "--lines",
  "--output": "--output",
};

const SHORT_FLAGS: Readonly<Record<string, string>> = {
  "-q": "--quiet",
  "-a": "--all",
  "-l": "--full",
  "-f": "--force",
};

/** Reads the words of a call; what follows `--` is never an option. */
export function parseArguments(args: readonly string[]): Arguments {
  const words: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  let properties: string[] | undefined;
  const take = (name: string, value: string) => {
    if (name === "--property") properties = [...(properties ?? []), ...value.split(",")];
    else values.set(name, value);
  };
  for (let index = 0; index < args.length; index++) {
    const word = args[index] as string;
    if (word === "--") {
      words.push(...args.slice(index + 1));
      break;
    }
    const [, long, value] = /^(--[a-z-]+)=([\s\S]*)$/.exec(word) ?? [];
    if (long !== undefined) take(VALUED[long] ?? long, value ?? "");
    else if (VALUED[word] !== undefined) take(VALUED[word], args[++index] ?? "");
    else if (/^-[pts]./.test(word)) take(VALUED[word.slice(0, 2)] as string, word.slice(2));
    else if (word.startsWith("-")) flags.add(SHORT_FLAGS[word] ?? word);
    else words.push(word);
  }
  const [verb = flags.has("--version") ? "--version" : "list-units", ...rest] = words;
  return { verb, words: rest, flags, values, properties };
}

/** `gw-a` means `gw-a.service`. */
export function unitName(word: string): string {
  return /\.(service|target|socket|mount|path|timer|slice|device)$/.test(word) ? word : `${word}.service`;
}
