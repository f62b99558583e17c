import { lstatSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../machine/sandbox";
import type { Place } from "../place";

/** The files that make up units, found on the machine as it is now. */
export class UnitPaths {
  constructor(
    private readonly sandbox: Sandbox,
    readonly place: Place,
  ) {}

  /** The main file of a unit, as a path of the machine; `undefined` when there is none. */
  fragment(unit: string): string | undefined {
    return this.place.folders.map((folder) => `${folder}/${unit}`).find((path) => this.exists(path));
  }

  /** True for a link to `/dev/null` and for an empty file. */
  isMask(path: string): boolean {
    const file = this.sandbox.path(path);
    const entry = lstatSync(file);
    return entry.isSymbolicLink() ? readlinkSync(file) === "/dev/null" : entry.size === 0;
  }

  /** Folders `<unit>.d` that could hold drop-ins and are there, the most general first, the strongest level first. */
  dropInFolders(unit: string): string[] {
    return dropInNames(unit)
      .flatMap((name) => this.place.folders.map((folder) => `${folder}/${name}`))
      .filter((path) => this.exists(path));
  }

  /** Drop-ins in the order that systemd reads them: by file name, the most particular folder winning. */
  dropIns(folders: readonly string[]): string[] {
    const byName = new Map<string, string>();
    for (const folder of folders) {
      const weaker = (name: string) => {
        const known = byName.get(name);
        return known !== undefined && baseOf(known) === baseOf(`${folder}/${name}`);
      };
      for (const name of this.list(folder).filter((entry) => entry.endsWith(".conf"))) {
        if (!weaker(name)) byName.set(name, `${folder}/${name}`);
      }
    }
    return [...byName.keys()].sort(byCodeUnit).map((name) => byName.get(name) as string);
  }

  /** Names linked in `<unit>.wants` or `<unit>.requires` of every level. */
  linked(unit: string, kind: "wants" | "requires"): string[] {
    const names = this.place.folders.flatMap((folder) => this.list(`${folder}/${unit}.${kind}`));
    return [...new Set(names)].sort(byCodeUnit);
  }

  /** Folders of `.wants` and `.requires` links with the names in them, for one level. */
  linkFolders(folder: string): Map<string, string[]> {
    const found = this.list(folder).filter((name) => /\.(wants|requires)$/.test(name));
    return new Map(found.map((name) => [`${folder}/${name}`, this.list(`${folder}/${name}`)]));
  }

  /** Names of all service units that have a file. */
  unitNames(): string[] {
    const names = this.place.folders
      .flatMap((folder) => this.list(folder))
      .filter((name) => name.endsWith(".service"));
    return [...new Set(names)].sort(byCodeUnit);
  }

  /** Change time in nanoseconds, of the file that a link leads to; `undefined` when it is gone. */
  changed(path: string): bigint | undefined {
    return statSync(this.sandbox.path(path), { bigint: true, throwIfNoEntry: false })?.mtimeNs;
  }

  private exists(path: string): boolean {
    return lstatSync(this.sandbox.path(path), { throwIfNoEntry: false }) !== undefined;
  }

  private list(path: string): string[] {
    try {
      return readdirSync(this.sandbox.path(path)).sort(byCodeUnit);
    } catch {
      return [];
    }
  }
}

/** `service.d`, `gw-.service.d`, `gw-a.service.d` for `gw-a.service`. */
function dropInNames(unit: string): string[] {
  const suffix = unit.slice(unit.lastIndexOf(".") + 1);
  const stem = unit.slice(0, -suffix.length - 1);
  const prefixes = [...stem.matchAll(/-/g)].map((dash) => stem.slice(0, (dash.index ?? 0) + 1));
  return [`${suffix}.d`, ...[...prefixes, stem].map((prefix) => `${prefix}.${suffix}.d`)];
}

function baseOf(path: string): string {
  return join(path, "..").split("/").pop() as string;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
