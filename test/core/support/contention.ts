/** A profile as a generated fleet has it, as far as two of them may contend. */
export interface Written {
  readonly ports?: readonly number[] | string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly config?: { readonly platforms?: { readonly whatsapp?: { readonly extra?: unknown } } };
}

/** A port that a profile listens on, and the address. */
export type Bound = readonly [port: number, address: unknown];

/** A second, simpler judgement of whether two profiles need the same, from what the user wrote. */
export function contend(a: Written = {}, b: Written = {}): boolean {
  return (
    boundBy(a).some((one) => boundBy(b).some((other) => meet(one, other))) ||
    same(a, b, ({ env = {} }) => env.TELEGRAM_BOT_TOKEN) ||
    same(a, b, ({ env = {} }) => env.MATRIX_USER_ID && env.MATRIX_DEVICE_ID) ||
    same(a, b, ({ config }) => config?.platforms?.whatsapp?.extra)
  );
}

/** Whether two ports cannot both be bound. */
export function meet([port, address]: Bound, [other, at]: Bound): boolean {
  return port === other && (address === at || address === "0.0.0.0" || at === "0.0.0.0");
}

/** What a profile listens on; an allocated port is its own and none of these. */
export function boundBy({ ports = [], env = {} }: Written = {}): Bound[] {
  const allocates = typeof ports === "string";
  const free = allocates && env.API_SERVER_PORT === undefined;
  const api: Bound[] =
    env.API_SERVER_KEY && !free
      ? [[Number(env.API_SERVER_PORT ?? 8642), env.API_SERVER_HOST ?? "127.0.0.1"]]
      : [];
  const webhook: Bound[] = env.WEBHOOK_ENABLED === "1" && !allocates ? [[8644, "0.0.0.0"]] : [];
  const own = [...api, ...webhook];
  const declared = allocates ? [] : ports.filter((port) => !own.some(([other]) => other === port));
  return [...own, ...declared.map((port): Bound => [port, "0.0.0.0"])];
}

function same(a: Written, b: Written, pick: (profile: Written) => unknown): boolean {
  const value = pick(a);
  return Boolean(value) && JSON.stringify(value) === JSON.stringify(pick(b));
}
