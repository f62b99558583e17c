/** What `%…` may stand for in a unit of the system manager. */
export type Specifiers = Readonly<Record<string, string>>;

/** Specifiers of one unit. */
export function specifiersOf(unit: string): Specifiers {
  const stem = unit.replace(/\.[a-z]+$/, "");
  const [prefix = "", instance = ""] = stem.split("@");
  return {
    n: unit,
    N: stem,
    p: prefix,
    i: instance,
    h: "/root",
    u: "root",
    U: "0",
    s: "/bin/sh",
    t: "/run",
    S: "/var/lib",
    E: "/etc",
    L: "/var/log",
    C: "/var/cache",
    "%": "%",
  };
}

/** @returns `undefined` when there is a specifier that systemd does not know. */
export function expandSpecifiers(text: string, specifiers: Specifiers): string | undefined {
  let known = true;
  const expanded = text.replace(/%([a-zA-Z%])/g, (whole, letter: string) => {
    const value = specifiers[letter];
    if (value === undefined) known = false;
    return value ?? whole;
  });
  return known ? expanded : undefined;
}
