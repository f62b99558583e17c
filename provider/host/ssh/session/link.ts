import type { Client } from "ssh2";
import { describeSocketError } from "../dial/dial-failure.js";

/** A logged-in connection that knows whether it still is one. */
export class Link {
  private reason: string | undefined;
  private readonly listeners = new Set<(reason: string) => void>();

  constructor(readonly client: Client) {
    client.on("error", (error) => {
      this.lose(error.level === "client-timeout" ? error.message : describeSocketError(error));
    });
    client.on("end", () => this.lose("the host ended the connection"));
    client.on("close", () => this.lose("the connection was closed"));
  }

  /** Why the connection is gone; `undefined` while it stands. */
  get lost(): string | undefined {
    return this.reason;
  }

  /** Calls back when the connection is lost; the returned function takes that back. */
  onLost(listener: (reason: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the connection within half a second, also when the other side is silent. */
  async close(): Promise<void> {
    if (this.reason !== undefined) return void this.client.destroy();
    const closed = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.client.destroy();
        resolve();
      }, 500);
      this.client.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.client.end();
    this.lose("it was closed on this side");
    await closed;
  }

  /** Ends the connection at once, without a word to the other side; reads nothing more of it. */
  cut(reason: string): void {
    this.lose(reason);
    this.client.destroy();
  }

  private lose(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    for (const listener of this.listeners) listener(reason);
  }
}
