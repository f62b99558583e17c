import { type ServerUnaryCall, type ServiceError, type sendUnaryData, status } from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { EngineOptions } from "../model/options";
import type { Props } from "../model/values";
import type { Goal } from "../plan/goal";
import { Stopped } from "../plan/operation";
import { fullConfig, secretKeys } from "../process/sdk";
import { fromStruct, toStruct } from "../process/struct";
import { readGoal } from "./read-goal";

/** The answer to one registration. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly outputs: Props;
  readonly failed: boolean;
  /** No output is known, nor will be. */
  readonly unknown: boolean;
}

/** What the engine does when the program asks for it. */
export interface Registry {
  register(goal: Goal): Promise<Registered>;
  /** The outputs of a component or of the stack. */
  registerOutputs(urn: string, outputs: Props): void;
  /** The program has registered everything; resolves when nothing is left to do. */
  finish(): Promise<void>;
}

/** What the program may rely on. Anything else it asks for is refused by name, with what is missing. */
const FEATURES = ["SECRETS", "RESOURCE_REFERENCES", "OUTPUT_VALUES", "ALIAS_SPECS", "DELETED_WITH"] as const;

/** The names under which an SDK that asks feature by feature knows {@link FEATURES}. */
const FEATURE_IDS = ["secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith"];

/** The `ResourceMonitor` service: the program's side of the engine. */
export function monitorService(options: EngineOptions, stack: string, dryRun: boolean, registry: Registry) {
  return {
    getDeploymentInfo: answer(async () => deploymentInfo(options, stack, dryRun)),
    supportsFeature: answer(async (request: pb.SupportsFeatureRequest) =>
      new pb.SupportsFeatureResponse().setHassupport(FEATURE_IDS.includes(request.getId())),
    ),
    registerResource: answer(async (request: pb.RegisterResourceRequest) => {
      const registered = await registry.register(readGoal(request));
      const response = new pb.RegisterResourceResponse().setUrn(registered.urn).setId(registered.id);
      response.setObject(toStruct(registered.outputs)).setUnknown(registered.unknown);
      return response.setResult(registered.failed ? pb.Result.FAIL : pb.Result.SUCCESS);
    }),
    registerResourceOutputs: answer(async (request: pb.RegisterResourceOutputsRequest) => {
      registry.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return new Empty();
    }),
    signalAndWaitForShutdown: answer(async () => {
      await registry.finish();
      return new Empty();
    }),
    ...refuse("invoke", "call", "readResource", "registerStackTransform", "registerStackInvokeTransform"),
    ...refuse("registerResourceHook", "registerErrorHook", "registerPackage"),
  };
}

function deploymentInfo(options: EngineOptions, stack: string, dryRun: boolean): pb.DeploymentInfo {
  const info = new pb.DeploymentInfo().setProject(options.projectName).setStack(stack);
  info
    .setOrganization("organization")
    .setDryrun(dryRun)
    .setParallel(options.parallel ?? 8);
  for (const [key, value] of Object.entries(fullConfig(options))) info.getConfigMap().set(key, value);
  info.setConfigsecretkeysList(secretKeys(options));
  return info.setSupportedfeaturesList(
    FEATURES.map((name) => pb.ResourceMonitorFeature[`RESOURCE_MONITOR_FEATURE_${name}`]),
  );
}

function answer<Req, Res>(handle: (request: Req) => Promise<Res>) {
  return (call: ServerUnaryCall<Req, Res>, done: sendUnaryData<Res>): void => {
    handle(call.request).then(
      (response) => done(null, response),
      (error: Error) => {
        // A stopped operation answers nothing: an error would only make the program complain too.
        if (!(error instanceof Stopped)) done(asServiceError(error));
      },
    );
  };
}

function refuse(...methods: string[]) {
  const refused = (name: string) =>
    answer(async () => {
      throw Object.assign(new Error(`the test engine does not implement ${name}`), {
        code: status.UNIMPLEMENTED,
      });
    });
  return Object.fromEntries(methods.map((name) => [name, refused(name)]));
}

function asServiceError(error: Error): Partial<ServiceError> {
  const { code = status.UNKNOWN } = error as { code?: status };
  return { code, details: error.message, message: error.message };
}
