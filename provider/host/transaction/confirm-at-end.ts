import { ByteSink } from "../byte-sink.js";
import type { ExecResult } from "../host.js";
import { confirmInput } from "./confirm.js";
import { ResultReader } from "./result-reader.js";

/**
 * The confirm of a transaction on the channel of its own exec: once the host has given its whole answer and asks for it,
 * the id goes back.
 */
export class ConfirmAtEnd {
  readonly #heard = new ByteSink();
  /** The first value behind each of these words. */
  readonly #said = new Map<string, string>();
  readonly #reader = new ResultReader(({ fields: [word = "", value = ""] }) => {
    if (WORDS.includes(word) && !this.#said.has(word)) this.#said.set(word, value);
  });
  #whole: Buffer | undefined;

  /** Takes a piece of the host's standard output. @throws MalformedAnswer */
  hear(chunk: Buffer): void {
    this.#reader.read(chunk);
    this.#heard.add(chunk);
  }

  /** The answer to the question once it is there: the id, or no byte where the host's answer is not whole. */
  reply(): Uint8Array | undefined {
    const id = this.#said.get("asks");
    if (id === undefined) return undefined;
    if (id !== this.#said.get("unconfirmed") || !this.#said.has("end")) return Buffer.alloc(0);
    this.#whole ??= this.#heard.bytes;
    return confirmInput(id);
  }

  /** What the host had answered when it asked, for a connection that is lost behind that. */
  get wholeAnswer(): ExecResult | undefined {
    return this.#whole && { exitCode: null, stdout: this.#whole, stderr: Buffer.alloc(0) };
  }
}

/** The host asks, with the transaction's id, behind what it has to confirm and the end of its answer. */
const WORDS: readonly string[] = ["asks", "unconfirmed", "end"];
