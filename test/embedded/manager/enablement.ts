import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { directiveList } from "../../../provider/core/unit-file/directive-values";
import { parseUnitFile } from "../../../provider/core/unit-file/parse-unit-file";
import type { Sandbox } from "../machine/sandbox";
import type { UnitPaths } from "./unit-file/unit-paths";

/** `UnitFileState` as the files are now; `undefined` for a unit without a file that can be read. */
export function unitFileState(paths: UnitPaths, sandbox: Sandbox, unit: string): string | undefined {
  const fragment = paths.fragment(unit);
  if (fragment === undefined) return unit.endsWith(".target") ? "static" : undefined;
  if (paths.isMask(fragment)) return fragment.startsWith("/run/") ? "masked-runtime" : "masked";
  if (!isReadable(sandbox, fragment)) return undefined;
  if (linksTo(paths, paths.place.persistent, unit).length > 0) return "enabled";
  if (linksTo(paths, paths.place.runtime, unit).length > 0) return "enabled-runtime";
  return installLinks(sandbox, fragment, paths.place.persistent, unit).length > 0 ? "disabled" : "static";
}

/** A link made or removed, as a path of the machine, and where it leads. */
export interface LinkChange {
  readonly link: string;
  readonly target: string;
}

/** Makes the links of `[Install]`. @returns the new ones; `undefined` when the unit has no `[Install]` */
export function enable(
  paths: UnitPaths,
  sandbox: Sandbox,
  unit: string,
  { runtime }: { runtime: boolean },
): LinkChange[] | undefined {
  const fragment = paths.fragment(unit);
  if (fragment === undefined) return undefined;
  const links = installLinks(sandbox, fragment, runtime ? paths.place.runtime : paths.place.persistent, unit);
  if (links.length === 0) return undefined;
  const present = new Set(linksTo(paths, runtime ? paths.place.runtime : paths.place.persistent, unit));
  const missing = links.filter((link) => !present.has(link));
  for (const link of missing) {
    mkdirSync(dirname(sandbox.path(link)), { recursive: true });
    symlinkSync(sandbox.path(fragment), sandbox.path(link));
  }
  return missing.map((link) => ({ link, target: fragment }));
}

/** Removes every link to the unit, whatever `[Install]` says now. @returns the removed ones */
export function disable(
  paths: UnitPaths,
  sandbox: Sandbox,
  unit: string,
  { runtime }: { runtime: boolean },
): LinkChange[] {
  const links = linksTo(paths, runtime ? paths.place.runtime : paths.place.persistent, unit);
  for (const link of links) {
    rmSync(sandbox.path(link));
    const folder = dirname(sandbox.path(link));
    // systemd takes a folder that it made away with its last link.
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
  return links.map((link) => ({ link, target: "" }));
}

/** A file cut in a section header has no state. */
function isReadable(sandbox: Sandbox, fragment: string): boolean {
  return !/^[ \t]*\[[^\]\n]*$/m.test(readFileSync(sandbox.path(fragment), "utf8"));
}

function linksTo(paths: UnitPaths, folder: string, unit: string): string[] {
  return [...paths.linkFolders(folder)]
    .filter(([, names]) => names.includes(unit))
    .map(([path]) => `${path}/${unit}`);
}

function installLinks(sandbox: Sandbox, fragment: string, folder: string, unit: string): string[] {
  const file = parseUnitFile(readFileSync(sandbox.path(fragment), "utf8"));
  return [
    ...directiveList(file, "Install", "WantedBy").map((target) => `${folder}/${target}.wants/${unit}`),
    ...directiveList(file, "Install", "RequiredBy").map((target) => `${folder}/${target}.requires/${unit}`),
  ];
}
