/** The profile that words of a command line name with `--profile` or `-p`, as Hermes reads them; the last one counts. */
export function namedProfile(args: readonly string[]): string | undefined {
  let name: string | undefined;
  for (const [i, word] of args.entries()) {
    if (word === "--profile" || word === "-p") name = args[i + 1] ?? name;
    else if (word.startsWith("--profile=")) name = word.slice("--profile=".length);
  }
  return name;
}
