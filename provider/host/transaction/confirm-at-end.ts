import type { ExecResult } from "../host.js";
import { confirmInput } from "./confirm.js";
import { parseResult } from "./result.js";

/** How the host's question begins, behind its whole answer: `asks`, a tab, the transaction's id. */
const QUESTION = "\nasks\t";

/**
 * The confirm of a transaction on the channel of its own exec: once the host has given its whole answer and asks for it,
 * the id goes back.
 */
export class ConfirmAtEnd {
  readonly #heard: Buffer[] = [];
  #tail = "";
  #asks = false;
  #whole: Buffer | undefined;

  /** Takes a piece of the host's standard output. */
  hear(chunk: Buffer): void {
    this.#heard.push(chunk);
    const text = this.#tail + chunk.toString("latin1");
    this.#asks ||= text.includes(QUESTION);
    this.#tail = text.slice(-QUESTION.length);
  }

  /** The answer to the question once it is there: the id, or no byte where the host's answer is not whole. */
  reply(): Uint8Array | undefined {
    if (!this.#asks) return undefined;
    const output = Buffer.concat(this.#heard);
    const lines = parseResult(output);
    const about = (word: string) => lines.find(({ fields: [first] }) => first === word)?.fields[1];
    const id = about("asks");
    // The words alone may stand in a file that the answer contains.
    if (id === undefined) return undefined;
    if (id !== about("unconfirmed") || about("end") === undefined) return Buffer.alloc(0);
    this.#whole = output;
    return confirmInput(id);
  }

  /** What the host had answered when it asked, for a connection that is lost behind that. */
  get wholeAnswer(): ExecResult | undefined {
    return this.#whole && { exitCode: null, stdout: this.#whole, stderr: Buffer.alloc(0) };
  }
}
