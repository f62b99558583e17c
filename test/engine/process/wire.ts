import type { ServiceError } from "@grpc/grpc-js";
import type { CallLog } from "./call-log";
import { initErrorOf } from "./init-error";

/** The callback of a unary gRPC call. */
export type Done<T> = (error: ServiceError | null, response: T) => void;

/** The gRPC calls to one provider process, recorded in the operation's log. */
export class Wire {
  constructor(private readonly log: CallLog) {}

  /**
   * Makes one call.
   *
   * @param request what is sent, as the log shows it.
   * @param describe the answer, as the log shows it.
   * @throws InitError for a partial failure, the gRPC error for any other.
   */
  async call<T>(
    method: string,
    urn: string,
    request: Record<string, unknown>,
    send: (done: Done<T>) => unknown,
    describe: (response: T) => Record<string, unknown> = () => ({}),
  ): Promise<T> {
    const unary = () =>
      new Promise<T>((resolve, reject) => {
        send((error, response) => (error === null ? resolve(response) : reject(error)));
      });
    try {
      return await this.log.record(method, urn, request, unary, describe);
    } catch (error) {
      throw initErrorOf(error as ServiceError) ?? error;
    }
  }
}
