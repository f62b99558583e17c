import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostic } from "../model/result";

const SEVERITIES = ["debug", "info", "warning", "error"] as const;

/** The `Engine` service: where the program sends its messages and finds the root resource. */
export function engineService(say: (diagnostic: Diagnostic) => void) {
  let root = "";
  return {
    log(call: ServerUnaryCall<pb.LogRequest, Empty>, done: sendUnaryData<Empty>): void {
      const { severity, message, urn } = call.request.toObject();
      // The SDK tells of every request; nobody wants to read that.
      if (severity !== pb.LogSeverity.DEBUG)
        say({ severity: SEVERITIES[severity] ?? "info", message, ...(urn === "" ? {} : { urn }) });
      done(null, new Empty());
    },
    getRootResource(_: unknown, done: sendUnaryData<pb.GetRootResourceResponse>): void {
      done(null, new pb.GetRootResourceResponse().setUrn(root));
    },
    setRootResource(
      call: ServerUnaryCall<pb.SetRootResourceRequest, pb.SetRootResourceResponse>,
      done: sendUnaryData<pb.SetRootResourceResponse>,
    ): void {
      root = call.request.getUrn();
      done(null, new pb.SetRootResourceResponse());
    },
    startDebugging(_: unknown, done: sendUnaryData<Empty>): void {
      done(null, new Empty());
    },
    requirePulumiVersion(_: unknown, done: sendUnaryData<pb.RequirePulumiVersionResponse>): void {
      done(null, new pb.RequirePulumiVersionResponse());
    },
  };
}
