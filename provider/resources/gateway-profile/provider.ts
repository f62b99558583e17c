import { createGateway, updateGateway } from "./apply.js";
import { checkGateway, type DeclaredInputs } from "./check.js";
import { deleteGateway } from "./delete.js";
import { diffGateway } from "./diff.js";
import type { GatewayInputs, GatewayOutputs } from "./properties.js";
import { readGateway } from "./read.js";
import { arrive, servingUnit, switches } from "./switch.js";
import { expectAt } from "./together.js";

/** The dynamic provider of `GatewayProfile`: each method in a file of its own. */
export const gatewayProfile = {
  check: async (olds: GatewayInputs, news: DeclaredInputs) => checkGateway(news, { ...olds }),
  diff: async (_id: string, olds: GatewayOutputs, news: GatewayInputs) => {
    const difference = diffGateway(olds, news);
    if (difference.changes === false) arrive(news);
    else if (switches(olds, news)) expectAt(news.hostKey, servingUnit(olds, news), news.profileKey);
    return difference;
  },
  create: (inputs: GatewayInputs) => createGateway(inputs),
  read: (id: string, props: GatewayOutputs) => readGateway(id, props),
  update: (_id: string, olds: GatewayOutputs, news: GatewayInputs) => updateGateway(olds, news),
  delete: (id: string, props: GatewayOutputs) => deleteGateway(id, props),
};
