import { sha256Hex } from "../digest";
import { sortedUnique } from "../order";
import { type Problem, problemAt } from "../problem";
import { problemsOf } from "../rules/problems-of";
import { type Installation, type Installed, type Verified, wholeInstallation } from "./installation";
import { INSTALLATION_DEFAULTS } from "./installation-defaults";
import { type InstallationInput, installationSchema, OPTIONS_OF } from "./installation-schema";

/** A checked installation, or everything that is wrong with what the user wrote. */
export type ParsedInstallation =
  | { readonly installation: Installation; readonly problems?: undefined }
  | { readonly installation?: undefined; readonly problems: readonly Problem[] };

/** Checks an installation as the user wrote it and computes its paths. All problems at once, none thrown. */
export function parseInstallation(raw: unknown): ParsedInstallation {
  const parsed = installationSchema.safeParse(raw, { reportInput: true });
  const problems = [...(parsed.success ? [] : problemsOf(parsed.error)), ...misplaced(raw)];
  if (!parsed.success || problems.length > 0) return { problems };
  return { installation: resolve(parsed.data) };
}

/** Options that have no effect with the source that is written, and the one that a source needs. */
function misplaced(raw: unknown): Problem[] {
  if (typeof raw !== "object" || raw === null) return [];
  const written = raw as Readonly<Record<string, unknown>>;
  const from = String(written.from ?? INSTALLATION_DEFAULTS.from);
  const known: readonly string[] = Object.values(OPTIONS_OF).flat();
  // what is wrong is then `from` itself
  if (!known.includes(from)) return [];
  const problems = Object.entries(OPTIONS_OF).flatMap(([key, sources]) => {
    if (written[key] === undefined || sources.some((source) => source === from)) return [];
    return problemAt(
      [key],
      `has no effect with from: ${from}`,
      `leave it out, or write from: ${sources.join(" or ")}`,
    );
  });
  if (from !== "wheelhouse" || written.wheelhouse !== undefined) return problems;
  const missing = problemAt(
    ["wheelhouse"],
    "is missing",
    "write the directory on the host that has the wheels, for example /srv/wheels",
  );
  return [...problems, missing];
}

function resolve(written: InstallationInput): Installation {
  const { version, from = INSTALLATION_DEFAULTS.from } = written;
  if (from !== "verify") return installed(written, from);
  const { executable = INSTALLATION_DEFAULTS.executable, user } = written;
  const verified: Verified = { from, version, executable, ...(user === undefined ? {} : { user }) };
  return verified;
}

function installed(written: InstallationInput, from: Installed["from"]): Installation {
  const { version, index, wheelhouse, python, link } = written;
  const extras = sortedUnique(written.extras ?? INSTALLATION_DEFAULTS.extras);
  const root = written.root ?? INSTALLATION_DEFAULTS.root;
  const constraints = linesOf(written.constraints);
  return wholeInstallation({
    from,
    version,
    extras,
    ...(index === undefined ? {} : { index }),
    ...(wheelhouse === undefined ? {} : { wheelhouse }),
    ...(constraints === "" ? {} : { constraints }),
    ...(python === undefined ? {} : { interpreter: python }),
    root,
    executable: `${root}/versions/${directoryName(version, [extras, constraints, python ?? ""])}/bin/hermes`,
    keep: written.keep ?? INSTALLATION_DEFAULTS.keep,
    ...(link === undefined ? {} : { link }),
    deadlineSeconds: written.deadlineSeconds ?? INSTALLATION_DEFAULTS.deadlineSeconds,
  });
}

/** A constraints file without what means nothing. */
function linesOf(constraints = ""): string {
  const lines = constraints.split("\n").map((line) => line.trimEnd());
  return lines.join("\n").trim();
}

/**
 * The version alone, or with eight digits of a digest where anything else decides what is inside: other contents are
 * another directory, so that they are installed beside the old ones and a unit's `ExecStart=` tells them apart.
 */
function directoryName(version: string, content: readonly [readonly string[], string, string]): string {
  const usual = JSON.stringify([INSTALLATION_DEFAULTS.extras, "", ""]);
  const text = JSON.stringify(content);
  return text === usual ? version : `${version}-${sha256Hex(text).slice(0, 8)}`;
}
