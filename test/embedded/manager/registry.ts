import type { Sandbox } from "../machine/sandbox";
import { Unit } from "./unit";
import type { Complaint, Definition } from "./unit-file/definition";
import { emptyDefinition, readDefinition } from "./unit-file/read-definition";
import type { UnitPaths } from "./unit-file/unit-paths";

/** The units that the manager has in memory, with what their files said when it read them. */
export class Registry {
  private readonly units = new Map<string, Unit>();
  /** `<unit>.d` folders that existed when the manager last looked; a newer one is not seen until it looks again. */
  private knownFolders = new Map<string, readonly string[]>();

  constructor(
    private readonly sandbox: Sandbox,
    readonly paths: UnitPaths,
    private readonly complain: (unit: string, complaint: Complaint) => void,
  ) {}

  /** The unit as loaded; read from its files now when it is not. */
  get(name: string): Unit {
    const known = this.units.get(name);
    if (known && known.definition.loadState !== "not-found") return known;
    const definition = this.read(name);
    if (known) {
      known.definition = definition;
      known.fileState = undefined;
    }
    const unit = known ?? new Unit(definition);
    if (name.endsWith(".target") && this.paths.place.targets.includes(name)) unit.subState = "dead";
    this.units.set(name, unit);
    return unit;
  }

  /** The unit if it is in memory. */
  loaded(name: string): Unit | undefined {
    return this.units.get(name);
  }

  all(): Unit[] {
    return [...this.units.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  add(unit: Unit): void {
    this.units.set(unit.name, unit);
  }

  /** Reads all files again, as `daemon-reload` does; states stay. */
  reload(): void {
    this.knownFolders = new Map();
    for (const unit of this.units.values()) {
      unit.starts = [];
      unit.fileState = undefined;
      unit.kept = false;
      if (!unit.transient) unit.definition = this.read(unit.name);
    }
    this.collect();
  }

  /** Forgets everything. */
  clear(): void {
    for (const unit of this.units.values()) {
      unit.clearTimers();
      unit.forgotten = true;
    }
    this.units.clear();
    this.knownFolders = new Map();
  }

  /** Unloads units that nothing refers to and that do nothing; their last results go with them. */
  collect(): void {
    const kept = new Set<string>();
    const keep = (name: string) => {
      const unit = this.units.get(name);
      if (!unit || kept.has(name)) return;
      kept.add(name);
      for (const other of referred(unit.definition)) keep(other);
    };
    for (const unit of this.units.values()) if (isBusy(unit)) keep(unit.name);
    for (const name of this.paths.place.targets) keep(name);
    for (const name of [...this.units.keys()]) if (!kept.has(name)) this.units.delete(name);
  }

  /**
   * `UnitFileState` as `show` has it: found out once, and not again before the next reload, whatever happens to the
   * links; `bad` when the file that was loaded is gone or cannot be read.
   */
  fileState(unit: Unit, find: () => string | undefined): string {
    if (unit.transient) return "transient";
    if (unit.definition.fragmentPath === "") return "";
    unit.fileState ??= find() ?? "bad";
    return unit.fileState;
  }

  /** Whether files changed since the unit was read, as far as systemd notices. */
  needsReload(unit: Unit): boolean {
    if (unit.transient) return false;
    const { definition } = unit;
    const folders = this.knownFolders.get(unit.name) ?? [];
    const dropIns = this.paths.dropIns(folders);
    if (dropIns.join("\n") !== definition.dropInPaths.join("\n")) return true;
    return [...definition.readTimes].some(([path, read]) => {
      const now = this.paths.changed(path);
      return now === undefined || now > read;
    });
  }

  /** Names that have this unit in a list of theirs, among loaded units. */
  naming(name: string, list: "conflicts" | "before" | "after" | "requires"): string[] {
    return this.all()
      .filter((unit) => unit.definition[list].includes(name))
      .map((unit) => unit.name);
  }

  private read(name: string): Definition {
    const folders = this.paths.dropInFolders(name);
    this.knownFolders.set(name, folders);
    const fragment = this.paths.fragment(name);
    if (fragment === undefined && this.paths.place.targets.includes(name)) return this.target(name);
    const definition = readDefinition(this.sandbox, this.paths, { name, fragment, dropInFolders: folders });
    for (const complaint of definition.complaints) this.complain(name, complaint);
    return definition;
  }

  private target(name: string): Definition {
    return {
      ...emptyDefinition(name),
      fragmentPath: `${this.paths.place.targetFolder}/${name}`,
      wants: this.paths.linked(name, "wants"),
      requires: this.paths.linked(name, "requires"),
    };
  }
}

function isBusy(unit: Unit): boolean {
  if (unit.activeState === "failed" && unit.transient?.collect) return unit.kept || unit.job !== undefined;
  return unit.activeState !== "inactive" || unit.job !== undefined;
}

function referred(definition: Definition): string[] {
  return [
    definition.conflicts,
    definition.before,
    definition.after,
    definition.wants,
    definition.requires,
    definition.onFailure,
  ].flat();
}
