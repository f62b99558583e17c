import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Environment variable with the file that the calls are recorded in. */
export const CALLS_VARIABLE = "HERMES_FLEET_BENCH_CALLS";

/** Environment variable that makes the provider answer at once and do nothing; what is left is Pulumi's own pace. */
export const IDLE_VARIABLE = "HERMES_FLEET_BENCH_IDLE";

/** One call of the provider that may touch a host, in milliseconds of the epoch. */
export interface RecordedCall {
  readonly method: (typeof METHODS)[number];
  readonly from: number;
  readonly to: number;
}

const METHODS = ["create", "read", "update", "delete"] as const;

function recordInto(path: string): void {
  const load = createRequire(join(process.cwd(), "index.js"));
  const { gatewayProfile } = load("pulumi-hermes-gateway/provider");
  if (process.env[IDLE_VARIABLE] !== undefined) Object.assign(gatewayProfile, IDLE);
  for (const method of METHODS) {
    const original = gatewayProfile[method];
    gatewayProfile[method] = async (...args: unknown[]) => {
      const from = now();
      try {
        return await original(...args);
      } finally {
        appendFileSync(path, `${JSON.stringify({ method, from, to: now() })}\n`);
      }
    };
  }
}

type Properties = Readonly<Record<string, unknown>>;

/** A provider that says "done". */
const IDLE = {
  create: async (inputs: Properties) => ({
    id: `${inputs.hostKey}/${inputs.profileKey}`,
    outs: applied(inputs),
  }),
  read: async (id: string, props: Properties) => ({ id, props }),
  update: async (_id: string, _olds: Properties, news: Properties) => ({ outs: applied(news) }),
  delete: async () => undefined,
};

function applied(inputs: Properties): Properties {
  return { ...inputs, status: "applied", digestKey: "0".repeat(64) };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

// Preloaded into every Node process of a run (`--require`); only the provider's is of interest.
const file = process.env[CALLS_VARIABLE];
if (file !== undefined && process.argv.some((word) => word.includes("dynamic-provider"))) recordInto(file);
