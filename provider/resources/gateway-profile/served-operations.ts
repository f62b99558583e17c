import { encodeMarkValue } from "../../core/units/mark-value";
import type { HomeFileChange, LeaveHomeOperation, ServeOperation } from "../../host/transaction/operation.js";
import { envFile } from "./operations.js";
import type { GatewayInputs, GatewayOutputs, ServedInputs } from "./properties.js";
import { pathsOf, refOf } from "./unit-place.js";

/** The inputs of a profile that another one's gateway serves. */
export type Served<Inputs extends GatewayInputs> = Inputs & { readonly served: ServedInputs };

/** Whether another profile's gateway serves this one. */
export function isServed<Inputs extends GatewayInputs>(inputs: Inputs): inputs is Served<Inputs> {
  return inputs.served !== undefined;
}

/** What has to be so below the home of a served profile. `olds` are the outputs of the last operation in that home. */
export function serveOperation(
  inputs: Served<GatewayInputs>,
  digestKey: string,
  olds?: GatewayOutputs,
  files: readonly HomeFileChange[] = [],
): ServeOperation {
  const recorded = olds?.onHost;
  return {
    kind: "serve",
    unit: refOf(inputs),
    owner: encodeMarkValue(inputs.owner),
    paths: pathsOf(inputs),
    gatewayHome: inputs.served.gatewayHome,
    env: envFile(inputs, digestKey, olds),
    ...(files.length === 0 ? {} : { files }),
    health: inputs.health,
    ...(inputs.restartBy ? { restartBy: inputs.restartBy } : {}),
    stopSeconds: inputs.served.stopSeconds,
    ...(recorded ? { recorded } : {}),
  };
}

/** Takes our block and our part of files out of the home of a served profile. */
export function ceaseOperation(
  olds: Served<GatewayOutputs>,
  files: readonly HomeFileChange[] = [],
): LeaveHomeOperation | undefined {
  if (!olds.onHost) return undefined;
  return {
    kind: "leave-home",
    unit: refOf(olds),
    owner: encodeMarkValue(olds.owner),
    paths: pathsOf(olds),
    env: envFile(olds, olds.digestKey, olds),
    ...(files.length === 0 ? {} : { files }),
    stopSeconds: olds.served.stopSeconds,
    recorded: olds.onHost,
    served: {
      gatewayHome: olds.served.gatewayHome,
      health: olds.health,
      ...(olds.restartBy ? { restartBy: olds.restartBy } : {}),
    },
    ...(olds.keepGenerations ? { keepGenerations: true } : {}),
  };
}
