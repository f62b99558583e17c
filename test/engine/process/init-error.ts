import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Props } from "../model/values";
import { fromStruct } from "./struct";

/** A create or update that made or changed the resource and then failed. */
export class InitError extends Error {
  override readonly name = "InitError";

  constructor(
    readonly id: string,
    readonly properties: Props,
    readonly reasons: readonly string[],
  ) {
    // Only the reasons are ever shown; the message of the provider's error is lost.
    const list = reasons.map((reason) => `\t* ${reason}`).join("\n");
    super(`${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:\n${list}\n\n`);
  }
}

/** The partial failure that a gRPC error carries, if it carries one. */
export function initErrorOf(error: ServiceError): InitError | undefined {
  const details = error.metadata?.get("grpc-status-details-bin")[0];
  if (!Buffer.isBuffer(details)) return undefined;
  const detail = Status.deserializeBinary(details)
    .getDetailsList()
    .find((any) => any.getTypeName() === "pulumirpc.ErrorResourceInitFailed");
  if (detail === undefined) return undefined;
  const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return new InitError(failed.getId(), fromStruct(failed.getProperties()), failed.getReasonsList());
}
