import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repoRoot } from "../../e2e/repo-root";

/** A boundary in a script that a host runs, where a test can stop it. */
export interface Step {
  readonly name: string;
  /** `guard` for what only the host's own guard goes through. */
  readonly part: "script" | "guard";
}

/** Every step of the scripts, in the order of their files; a new one is found without anybody remembering it. */
export function findSteps(folder = scriptFolder()): Step[] {
  const names = new Map<string, Step>();
  for (const { path, text } of scriptFiles(folder)) {
    const part = path.startsWith("guard/") ? "guard" : "script";
    for (const [, name = ""] of text.matchAll(
      /^(?:[^#\n]*[\s;{&|(])?(?<!\bread -r )step ([a-z][a-z0-9-]*)(?=[\s;]|$)/gm,
    ))
      if (!names.has(name)) names.set(name, { name, part });
  }
  return [...names.values()];
}

/**
 * SHA-256 of everything that a host runs, by which a report says what it is about: 64 hexadecimal digits. Comments, blank
 * lines and indentation are left out: no host does anything else because of them.
 */
export function scriptDigest(folder = scriptFolder()): string {
  const hash = createHash("sha256");
  for (const { path, text } of scriptFiles(folder)) hash.update(`${path}\0${statements(text)}\0`);
  return hash.digest("hex");
}

/** A comment behind a statement is left out only without a quote in it: one with a quote may be part of a word. */
function statements(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/(^|\s)#(?=\s|!|$)[^'"]*$/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
}

function scriptFolder(): string {
  return join(repoRoot(), "provider", "host", "script");
}

function scriptFiles(folder: string): { path: string; text: string }[] {
  return globSync("**/*.sh", { cwd: folder })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}
