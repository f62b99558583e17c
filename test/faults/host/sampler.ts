import type { LabHost } from "../../lab/lab-host";
import { must } from "../../proof/machine/must";
import { scriptText } from "./script-text";

/** From this moment, in seconds of uptime, these profiles had a process. */
export interface Moment {
  readonly at: number;
  readonly runs: readonly string[];
}

/** What continuous looking saw between two boots. */
export interface Samples {
  readonly moments: readonly Moment[];
  /** How often it was looked. */
  readonly count: number;
  /** The longest time between two looks, in milliseconds. */
  readonly longestPauseMs: number;
}

const STOP = "/run/sampler-stop";

/** Looks at a host every 100 ms, through its boots, until {@link Sampler.stop}. */
export class Sampler {
  readonly #host: LabHost;
  #spans: Promise<Samples>[] = [];

  constructor(host: LabHost) {
    this.#host = host;
  }

  /** Begins, also anew after a boot. */
  start(): void {
    const run = this.#host.run(
      `rm -f ${STOP}; exec bash -c "$(cat <<'S'\n${scriptText("sample.sh")}\nS\n)"`,
      {
        input: `${STOP}\n`,
        timeoutMs: 900_000,
      },
    );
    this.#spans.push(run.then(({ stdout }) => parseSamples(stdout)));
  }

  /** Ends; a power cut has ended what looked before it. */
  async stop(): Promise<Samples[]> {
    await must(this.#host, `touch ${STOP}`);
    const spans = await Promise.all(this.#spans);
    this.#spans = [];
    return spans;
  }
}

/** Reads what the sampling script printed. */
export function parseSamples(text: string): Samples {
  const moments = [...text.matchAll(/^at ([\d.]+)(.*)$/gm)].map(([, at, names = ""]) => ({
    at: Number(at),
    runs: names.split(" ").filter(Boolean),
  }));
  const [, count, pause] = /^looked (\d+) (\d+)$/m.exec(text) ?? [];
  return { moments, count: Number(count ?? moments.length), longestPauseMs: Number(pause ?? 0) };
}
