import { createGateway, updateGateway } from "../../../provider/resources/gateway-profile/apply";
import type { GatewayInputs, GatewayOutputs } from "../../../provider/resources/gateway-profile/properties";

// The process of a StackProcess: brings its one gateway to the inputs of each message, and answers what came of it.
let outs: GatewayOutputs | undefined;

process.on("message", (inputs: GatewayInputs) => {
  const change = outs === undefined ? createGateway(inputs) : updateGateway(outs, inputs);
  change.then(
    (made) => {
      outs = made.outs;
      process.send?.(outs.status);
    },
    (error: Error) => process.send?.(error.message),
  );
});
process.on("disconnect", () => process.exit());
