import { lineReader } from "../line-reader.js";

/** How often it is said that something still goes on. */
const TELL_SECONDS = 5;

/** Who is told what a host says while a transaction is under way. */
export interface ProgressListeners {
  readonly onProgress?: (line: string) => void;
  readonly onWatching?: () => void;
  readonly onArmed?: (seconds: number) => void;
}

/**
 * Reads a host's progress lines: `progress` and a text, `armed` and seconds, `watching`; and from `doing` and a text
 * until `done` says every 5 s that it still goes on.
 */
export class ProgressReader {
  readonly #listeners: ProgressListeners;
  /** Takes a piece of the host's standard output. */
  readonly read = lineReader((line) => this.#take(line));
  #timer: NodeJS.Timeout | undefined;

  constructor(listeners: ProgressListeners) {
    this.#listeners = listeners;
  }

  /** Nothing goes on any more. */
  end(): void {
    clearInterval(this.#timer);
  }

  #take(line: string): void {
    const { onProgress, onWatching, onArmed } = this.#listeners;
    const [word, text = ""] = split(line);
    if (word === "progress") onProgress?.(text);
    else if (word === "armed") onArmed?.(Number(text));
    else if (word === "watching") onWatching?.();
    else if (word === "doing") this.#begin(text);
    else if (word === "done") this.end();
  }

  #begin(what: string): void {
    this.end();
    let spent = 0;
    this.#timer = setInterval(() => {
      spent += TELL_SECONDS;
      this.#listeners.onProgress?.(`${what}: ${spent} s`);
    }, TELL_SECONDS * 1000);
  }
}

/** The word before the first tab, and what follows it. */
function split(line: string): string[] {
  const tab = line.indexOf("\t");
  return tab < 0 ? [line] : [line.slice(0, tab), line.slice(tab + 1)];
}
