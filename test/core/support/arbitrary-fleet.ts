import fc from "fast-check";
import type { Fleet } from "../../../provider/core/schema/fleet";
import { parseFleet } from "../../../provider/core/schema/parse-fleet";

const HOSTS = ["vm1", "vm2", "vm3"];
const PROFILES = ["a", "b", "c", "d", "default", "e-1", "f_2"];

const UNITS = PROFILES.map((key) =>
  key === "default" ? "hermes-gateway.service" : `hermes-gateway-${key}.service`,
);

/** What profiles contend for without saying so: ports by default and by hand, tokens, Matrix devices. */
const arbitraryEnv = fc.record(
  {
    API_SERVER_KEY: fc.constant("0123456789abcdef"),
    API_SERVER_PORT: fc.constantFrom("8642", "8644", "9000"),
    API_SERVER_HOST: fc.constantFrom("127.0.0.1", "10.0.0.1", "0.0.0.0"),
    WEBHOOK_ENABLED: fc.constantFrom("1", "no"),
    TELEGRAM_BOT_TOKEN: fc.constantFrom<unknown>("one", "two", { config: "token" }),
    MATRIX_USER_ID: fc.constant("@bot:example.org"),
    MATRIX_DEVICE_ID: fc.constantFrom("DEV1", "DEV2"),
  },
  { requiredKeys: [] },
);

/** What a profile's config.yaml says: units that it conflicts with, a WhatsApp session. */
const arbitraryConfig = fc.record(
  {
    systemd_conflicts: fc.shuffledSubarray([...UNITS, "ollama.service"]),
    platforms: fc.record({
      whatsapp: fc.record({
        enabled: fc.constant(true),
        extra: fc.record({
          bridge_port: fc.constant(0),
          session_path: fc.constantFrom("/srv/session-1", "/srv/session-2"),
        }),
      }),
    }),
  },
  { requiredKeys: [] },
);

/**
 * A fleet as a user may write it: up to three hosts, seven profiles, and everything that makes gateways exclude each
 * other. No mistakes, but findings.
 */
export const arbitraryFleet = fc
  .record({
    exclusion: fc.constantFrom("detected", "all", "declared"),
    hosts: fc.subarray(HOSTS, { minLength: 1 }),
    profiles: fc.subarray(PROFILES, { minLength: 1 }),
  })
  .chain(({ exclusion, hosts, profiles }) =>
    fc
      .tuple(
        ...profiles.map((key) =>
          fc.record(
            {
              hosts: fc.shuffledSubarray(hosts, { minLength: 1 }),
              scope: fc.constantFrom("system", "user"),
              user: fc.constantFrom("hermes", "other"),
              priority: fc.integer({ min: -2, max: 2 }),
              conflictsWith: fc.shuffledSubarray(profiles.filter((other) => other !== key)),
              exclusiveGroup: fc.constantFrom("gpu", "cpu"),
              ports: fc.oneof(
                { weight: 3, arbitrary: fc.shuffledSubarray([8642, 8644, 8645]) },
                { weight: 1, arbitrary: fc.constant("allocate") },
              ),
              desired: fc.constantFrom("running", "standby", "stopped"),
              env: arbitraryEnv,
              home: fc.constantFrom("/srv/one", "/srv/two"),
              config: arbitraryConfig,
            },
            { requiredKeys: [] },
          ),
        ),
      )
      .map((options) => ({
        exclusion,
        hosts: Object.fromEntries(hosts.map((key) => [key, { connection: { host: key } }])),
        profiles: Object.fromEntries(profiles.map((key, i) => [key, options[i]])),
      })),
  );

/** The fleet of a document that has no mistake. */
export function fleetOf(document: unknown): Fleet {
  const { fleet, problems } = parseFleet(document);
  if (fleet === undefined)
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  return fleet;
}

/** The same document with the keys of every object and the items of every list in another order. */
export function shuffled(document: unknown, random: () => number): unknown {
  if (Array.isArray(document)) return mixed(document, random).map((item) => shuffled(item, random));
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(
    mixed(Object.entries(document), random).map(([key, value]) => [key, shuffled(value, random)]),
  );
}

function mixed<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
