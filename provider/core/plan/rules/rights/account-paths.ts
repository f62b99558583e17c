import type { DetectedProfile } from "../../../detect/detect";

/** Directories that every account may write to, or that hold accounts' own. */
const OF_ACCOUNTS = ["/home", "/tmp", "/var/tmp", "/dev/shm", "/run/user", "/run/lock", "/run/shm"];

/** What the system's manager puts for a specifier of a directory (systemd.unit(5), "Specifiers"). */
const SPECIFIERS: Readonly<Record<string, string>> = {
  "%%": "%",
  "%C": "/var/cache",
  "%E": "/etc",
  "%h": "/root",
  "%L": "/var/log",
  "%S": "/var/lib",
  "%T": "/tmp",
  "%t": "/run",
  "%V": "/var/tmp",
};

/** Directives that make directories which belong to the account, and where these lie (systemd.exec(5)). */
const MADE_FOR_ACCOUNT: Readonly<Record<string, string>> = {
  CacheDirectory: "/var/cache",
  LogsDirectory: "/var/log",
  RuntimeDirectory: "/run",
  StateDirectory: "/var/lib",
};

/**
 * Whether the gateway's account decides what lies at a path of its unit: below its home or working directory, a
 * directory that is made for it, or where every account may write. The path is taken as systemd reads it.
 */
export function isOfAccount(path: string, { unit }: DetectedProfile): boolean {
  const read = expanded(path);
  return directoriesOf(unit).some((directory) => read === directory || read.startsWith(`${directory}/`));
}

/** The values of a directive that count: an empty one takes back those before it. */
export function inEffect(values: readonly string[] = []): readonly string[] {
  const written = values.map((value) => value.trim());
  return written.slice(written.lastIndexOf("") + 1);
}

function directoriesOf(unit: DetectedProfile["unit"]): string[] {
  const made = Object.entries(MADE_FOR_ACCOUNT).flatMap(([key, parent]) =>
    inEffect(unit.directives.Service[key]).flatMap((value) =>
      value
        .split(/\s+/)
        .filter((word) => word !== "")
        .map((word) => `${parent}/${expanded(word).split(":")[0]}`),
    ),
  );
  // of root's own home nothing is another account's
  const own =
    unit.user === "root"
      ? []
      : [unit.home, unit.home.replace(/\/\.hermes(\/.*)?$/, ""), unit.workingDirectory];
  return [...OF_ACCOUNTS, ...own.filter((path) => path.length > 1), ...made];
}

function expanded(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/%./g, (specifier) => SPECIFIERS[specifier] ?? specifier).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return path.startsWith("/") || path.startsWith("%") ? `/${parts.join("/")}` : parts.join("/");
}
