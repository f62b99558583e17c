import { z } from "zod";
import { DIRECTIVE_KEY } from "../rules/names";
import { says } from "../rules/says";
import { strict } from "../rules/strict";
import { lineText } from "../rules/text-rules";
import { keyed, matching } from "./keyed";
import { option } from "./option";
import { remedyForOwned } from "./owned-directives";

const oneValue = () => z.union([lineText(), z.number(), z.boolean()], { error: () => notAValue });

const notAValue = says(
  "is no value of a directive",
  "write text, a number, true or false, or a list of them",
);

const value = z.union([lineText(), z.number(), z.boolean(), z.array(oneValue()).min(1)], {
  error: () => notAValue,
});

function section(sectionName: string) {
  const names = matching(DIRECTIVE_KEY);
  const directives = keyed(value, {
    ...names,
    complaint: (key) => {
      const remedy = remedyForOwned(sectionName, key);
      return remedy === undefined ? names.complaint(key) : says(`${key}= is written by this package`, remedy);
    },
  });
  return directives.optional();
}

/** Directives that have no option of their own. */
export const directiveOptions = {
  directives: option(
    strict({ Unit: section("Unit"), Service: section("Service"), Install: section("Install") }),
    {
      doc: "Further directives by section, verbatim as systemd reads them, specifiers and quotes included; a list becomes several lines.",
      effect: "restarts",
      default: {},
    },
  ),
};

/** A directive's value as lines of the unit. */
export function directiveLines(written: z.infer<typeof value>): string[] {
  return Array.isArray(written) ? written.map(String) : [String(written)];
}
