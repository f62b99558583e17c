import { equalValues, plain } from "../equal.js";
import { checkLedger, type DeclaredLedger } from "./check.js";
import { LEDGER_COMPARED, type LedgerInputs } from "./properties.js";

/** The dynamic provider of `PortLedger`. It keeps books and touches no host. */
export const portLedger = {
  check: async (olds: DeclaredLedger, news: DeclaredLedger) => checkLedger(olds, news),
  // never a replacement: the ports that are remembered would be forgotten
  diff: async (_id: string, olds: LedgerInputs, news: LedgerInputs) =>
    LEDGER_COMPARED.every((key) => equalValues(olds[key], news[key])) ? { changes: false } : {},
  create: async (inputs: LedgerInputs) => ({ id: `${inputs.hostKey}/ports`, outs: plain(inputs) }),
  read: async (id: string, props: LedgerInputs) => ({ id, props }),
  update: async (_id: string, _olds: LedgerInputs, news: LedgerInputs) => ({ outs: plain(news) }),
  delete: async () => undefined,
};
