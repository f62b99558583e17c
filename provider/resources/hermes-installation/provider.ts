import { checkInstallation, type DeclaredInstallation } from "./check.js";
import { diffInstallation } from "./diff.js";
import {
  createInstallation,
  deleteInstallation,
  readInstallation,
  updateInstallation,
} from "./operations.js";
import type { InstallationInputs, InstallationOutputs } from "./properties.js";

/** The dynamic provider of `HermesInstallation`. */
export const hermesInstallation = {
  check: async (_olds: unknown, news: DeclaredInstallation) => checkInstallation(news),
  diff: async (_id: string, olds: InstallationOutputs, news: InstallationInputs) =>
    diffInstallation(olds, news),
  create: (inputs: InstallationInputs) => createInstallation(inputs),
  read: (id: string, props: InstallationOutputs) => readInstallation(id, props),
  update: (_id: string, olds: InstallationOutputs, news: InstallationInputs) =>
    updateInstallation(olds, news),
  delete: (id: string, props: InstallationOutputs) => deleteInstallation(id, props),
};
