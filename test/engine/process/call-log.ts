import type { Conductor } from "../model/conductor";
import type { ProviderCall } from "../model/result";
import { nameOf } from "../model/urn";

/** Keeps the provider calls of one operation in order, with the positions of their starts and ends. */
export class CallLog {
  readonly calls: ProviderCall[] = [];
  private position = 0;

  constructor(private readonly conductor?: Conductor) {}

  /**
   * Records a call from its start to its end.
   *
   * @param request what is sent, as plain data.
   * @param send makes the call; what it returns is recorded as `describe` says.
   */
  async record<T>(
    method: string,
    urn: string,
    request: Record<string, unknown>,
    send: () => Promise<T>,
    describe: (response: T) => Record<string, unknown>,
  ): Promise<T> {
    const name = urn === "" ? "" : nameOf(urn);
    const call: ProviderCall = { method, urn, name, request, start: this.position++ };
    this.calls.push(call);
    this.conductor?.started(call);
    try {
      const response = await send();
      call.response = describe(response);
      return response;
    } catch (error) {
      call.error = (error as { details?: string }).details ?? String(error);
      throw error;
    } finally {
      await this.conductor?.deliver(call);
      call.end = this.position++;
    }
  }
}
