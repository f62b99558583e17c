import { wholeNumber } from "./result.js";
import { type ResultLine, ResultReader } from "./result-reader.js";

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
  readonly #reader = new ResultReader((line) => this.#take(line));
  #timer: NodeJS.Timeout | undefined;

  constructor(listeners: ProgressListeners) {
    this.#listeners = listeners;
  }

  /** Takes a piece of the host's standard output. @throws MalformedAnswer */
  read(chunk: Buffer): void {
    this.#reader.read(chunk);
  }

  /** Nothing goes on any more. */
  end(): void {
    clearInterval(this.#timer);
  }

  #take({ fields: [word, ...rest] }: ResultLine): void {
    const { onProgress, onWatching, onArmed } = this.#listeners;
    const text = rest.join("\t");
    if (word === "progress") onProgress?.(text);
    else if (word === "armed") onArmed?.(wholeNumber(text, "the seconds until the host puts itself back"));
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
