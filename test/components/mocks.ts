import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Inputs, secrets unwrapped. */
  // biome-ignore lint/suspicious/noExplicitAny: inputs of any resource
  readonly inputs: Record<string, any>;
  /** Top-level keys that were secret. */
  readonly secretKeys: readonly string[];
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Runs a program against mocks of the engine and gives what it registered. @param outputs by type: what resources have
 * besides their inputs
 */
export async function underMocks(
  program: () => unknown,
  outputs: Readonly<Record<string, object>> = {},
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const secretKeys = Object.keys(inputs).filter((key) => isSecret(inputs[key]));
        const plain = unwrap(inputs) as Registered["inputs"];
        registered.push({ type, name, inputs: plain, secretKeys });
        return { id: name, state: { ...plain, ...outputs[type] } };
      },
      call: () => ({}),
    },
    "sample",
    "dev",
    false,
  );
  program();
  await settled();
  return registered;
}

/** Registration goes through promises without end to wait for: over when nothing more comes for a while of turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function isSecret(value: unknown): value is { value: unknown } {
  return (
    typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET
  );
}

function unwrap(value: unknown): unknown {
  if (isSecret(value)) return unwrap(value.value);
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}
