import type { z } from "zod";

/** What a changed option does on a host. */
type Effect = "restarts" | "reloads" | "winner" | "no-restart";

const EFFECTS: Readonly<Record<Effect, string>> = {
  restarts: "Changing it restarts the gateway.",
  reloads: "Changing it takes effect by a reload, without a restart.",
  winner: "Changing it may change which gateways of a host run; the others go on running.",
  "no-restart": "Changing it never restarts the gateway.",
};

export interface OptionDoc {
  /** Meaning, unit and range, as sentences. */
  readonly doc: string;
  readonly effect: Effect;
  /** The value that counts when the option is left out, or a sentence about one that depends on others. */
  readonly default?: unknown;
  readonly defaultText?: string;
}

/** An option that may be left out, with the text that editors and the reference page show. */
export function option<Schema extends z.ZodType>(schema: Schema, doc: OptionDoc) {
  const texts = [
    doc.doc,
    doc.defaultText === undefined ? "" : `Default: ${doc.defaultText}.`,
    EFFECTS[doc.effect],
  ];
  const description = texts.filter((text) => text !== "").join(" ");
  return schema
    .optional()
    .meta(doc.default === undefined ? { description } : { description, default: doc.default });
}
