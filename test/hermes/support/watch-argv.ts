import { readdirSync, readFileSync } from "node:fs";

/** Samples the words of every process on this machine, those of lab hosts and of Pulumi among them. */
export interface ArgvWatch {
  /** Samples so far. */
  readonly samples: number;
  /** Processes that had the text in their words, with its value replaced. */
  readonly hits: readonly string[];
  stop(): void;
}

const EVERY_MS = 10;

/** Watches from now on for a text in the words of any process but this one. */
export function watchArgv(text: string): ArgvWatch {
  const hits = new Set<string>();
  let samples = 0;
  const sample = () => {
    samples += 1;
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
      const words = wordsOf(pid);
      if (words.includes(text)) hits.add(words.replaceAll("\0", " ").replaceAll(text, "<value>"));
    }
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    get samples() {
      return samples;
    },
    get hits() {
      return [...hits];
    },
    stop: () => clearInterval(timer),
  };
}

function wordsOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
