import type { ContractCase } from "../contract-case";
import { CONFLICTS } from "./conflicts";
import { FAILURES } from "./failures";
import { FILES } from "./files";
import { LIFE } from "./life";
import { LINKS } from "./links";
import { MANAGERS } from "./managers";
import { TOOLS } from "./tools";

/** Everything that the host script, the tests and the demo rely on. */
export const CONTRACT: readonly ContractCase[] = [
  ...LIFE,
  ...FILES,
  ...LINKS,
  ...CONFLICTS,
  ...FAILURES,
  ...TOOLS,
  ...MANAGERS,
];
