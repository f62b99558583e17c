import { z } from "zod";
import { FINDING_CODES } from "../finding";
import { strict } from "../rules/strict";
import { lineText } from "../rules/text-rules";
import { option } from "./option";

/** Findings that the user takes as they are, each with a reason. */
export const acceptOption = option(
  z.array(
    strict({
      code: z.enum(FINDING_CODES).meta({ description: "The finding's code, as the plan shows it." }),
      subjects: option(z.array(lineText().min(1)).min(1), {
        doc: "Accept it only when it is about none but these: <host>/<profile>, or a profile for it on every host; a unit or a host where it is about one.",
        defaultText: "whatever it is about",
        effect: "no-restart",
      }),
      reason: lineText().min(1).meta({ description: "Why, for whoever reads the plan next." }),
    }),
  ),
  {
    doc: "Findings that are accepted: they are shown with their reason, and an error does not stop the update. One that matches nothing is a warning.",
    effect: "no-restart",
    default: [],
  },
);
