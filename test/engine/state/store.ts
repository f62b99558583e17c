import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { StackExport } from "./stack-export";

/** Where the state of one stack is kept between operations. It never sees a plaintext secret. */
export interface StateStore {
  /** The stored state, or undefined for a new stack. */
  load(): StackExport | undefined;
  /** Replaces the stored state. */
  save(state: StackExport): void;
}

/** State that lives as long as the object. */
export class MemoryState implements StateStore {
  private text: string | undefined;

  /** @param from an export to begin with, say one that {@link clone} or another engine made. */
  constructor(from?: StackExport) {
    if (from !== undefined) this.save(from);
  }

  load(): StackExport | undefined {
    return this.text === undefined ? undefined : (JSON.parse(this.text) as StackExport);
  }

  save(state: StackExport): void {
    this.text = JSON.stringify(state);
  }

  /** A copy that goes its own way from here. */
  clone(): MemoryState {
    return new MemoryState(this.load());
  }
}

/** State in a JSON file, written whole and renamed into place. */
export class FileState implements StateStore {
  constructor(private readonly path: string) {}

  load(): StackExport | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    return JSON.parse(text) as StackExport;
  }

  save(state: StackExport): void {
    writeFileSync(`${this.path}.new`, `${JSON.stringify(state, undefined, 4)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
