import { z } from "zod";

/** Version of the shape of the ledger's inputs and outputs in the state. Newer code reads older ones. */
export const LEDGER_SCHEMA_VERSION = 1;

const port = z.int().min(1).max(65_535);

/** What the program asks the ledger for. */
export const ledgerRequestSchema = z.object({
  hostKey: z.string().min(1),
  range: z.object({ from: port, to: z.int().max(65_536) }).refine(({ from, to }) => from < to),
  /** Listeners that need a port, by profile key. */
  requests: z.record(z.string(), z.array(z.string())),
  /** Ports that gateways of the host have anyway. */
  taken: z.array(port),
});

/** The port of each listener, by profile key and platform, as a state holds it. */
export const assignedSchema = z.record(z.string(), z.record(z.string(), port));

/** The inputs as `check` returns them; the outputs are the same. */
export interface LedgerInputs extends z.infer<typeof ledgerRequestSchema> {
  readonly schemaVersion: number;
  readonly assigned: z.infer<typeof assignedSchema>;
  /** The provider's code, kept by the SDK. */
  readonly __provider?: string;
}

/** What a difference is looked for in; `schemaVersion` alone is none. */
export const LEDGER_COMPARED = ["hostKey", "range", "requests", "taken", "assigned"] as const;

/** Whether a value is a TCP port that a program can be given. */
export function isPort(value: unknown): value is number {
  return port.safeParse(value).success;
}
