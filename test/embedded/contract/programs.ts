import type { Behaviour } from "../manager/behaviour";

/** What a program of the contract does: for the embedded host as data, for a real one as Perl. */
const PROGRAMS: Readonly<Record<string, { behaviour: Behaviour; perl: string }>> = {
  /** Runs until it is told to end, with Hermes' exit statuses. */
  "ct-runs": { behaviour: {}, perl: "sleep 1 while 1;" },
  "ct-exits-0": {
    behaviour: { exitCode: 0, afterMs: 300 },
    perl: "select undef, undef, undef, 0.3; exit 0;",
  },
  "ct-exits-1": {
    behaviour: { exitCode: 1, afterMs: 300 },
    perl: "select undef, undef, undef, 0.3; exit 1;",
  },
  "ct-exits-75": {
    behaviour: { exitCode: 75, afterMs: 300 },
    perl: "select undef, undef, undef, 0.3; exit 75;",
  },
  "ct-exits-78": {
    behaviour: { exitCode: 78, afterMs: 300 },
    perl: "select undef, undef, undef, 0.3; exit 78;",
  },
  "ct-prints": {
    behaviour: { prints: ["one line", "another line"] },
    perl: '$| = 1; print "one line\\nanother line\\n"; sleep 1 while 1;',
  },
  "ct-slow": { behaviour: { stopMs: 2500 }, perl: "sleep 1 while 1;" },
  "ct-stubborn": { behaviour: { ignoresSignals: true }, perl: "sleep 1 while 1;" },
};

/** The text of each program, by path. */
export function contractPrograms(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PROGRAMS).map(([name, { behaviour, perl }]) => [
      `/usr/local/bin/${name}`,
      `#!/usr/bin/perl\n# embedded: ${JSON.stringify(behaviour)}\n${handlers(behaviour)}\n${perl}\n`,
    ]),
  );
}

function handlers({ stopMs = 0, ignoresSignals }: Behaviour): string {
  if (ignoresSignals) return "$SIG{$_} = 'IGNORE' for qw(TERM INT USR1);";
  const wait = stopMs > 0 ? `select undef, undef, undef, ${stopMs / 1000}; ` : "";
  return [
    ["TERM", 1],
    ["INT", 0],
    ["USR1", 75],
  ]
    .map(([signal, status]) => `$SIG{${signal}} = sub { ${wait}exit ${status} };`)
    .join("\n");
}
