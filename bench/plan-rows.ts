/** A fleet to plan. */
export interface PlanRow {
  /** Rows of one kind stand together, each with twice the gateways of the one above. */
  readonly kind: keyof typeof KINDS;
  readonly hosts: number;
  readonly profiles: number;
  /** Seconds that its plan may take at most. @default any */
  readonly limit?: number;
}

/** What the profiles of a fleet are, by their place and how many there are; and options of the fleet. */
const KINDS = {
  "every tenth excludes the next": {
    profile: (i: number, count: number) =>
      i % 10 === 0 && i + 1 < count ? { conflictsWith: [`p${i + 1}`], priority: i } : {},
    fleet: {},
  },
  "groups of five": {
    profile: (i: number, count: number) => ({ exclusiveGroup: `g${i % Math.ceil(count / 5)}` }),
    fleet: {},
  },
  "one port for all": { profile: () => ({ ports: [8642] }), fleet: {} },
  "exclusion: all": { profile: () => ({}), fleet: { exclusion: "all" } },
} as const;

/** In the order in which they are shown. */
export const PLAN_ROWS: readonly PlanRow[] = [
  { kind: "every tenth excludes the next", hosts: 500, profiles: 5 },
  { kind: "every tenth excludes the next", hosts: 1000, profiles: 5, limit: 1 },
  { kind: "every tenth excludes the next", hosts: 2000, profiles: 5 },
  ...onOneHost("groups of five"),
  ...onOneHost("one port for all"),
  ...onOneHost("exclusion: all"),
];

function onOneHost(kind: PlanRow["kind"]): PlanRow[] {
  return [100, 200, 400].map((profiles) => ({ kind, hosts: 1, profiles, limit: 1 }));
}

/** The fleet of a row as a user writes it. */
export function fleetOf({ kind, hosts, profiles }: PlanRow): object {
  const { profile, fleet } = KINDS[kind];
  return {
    ...fleet,
    hosts: Object.fromEntries(
      Array.from({ length: hosts }, (_, i) => [`vm${i}`, { connection: { host: `192.0.2.${i % 250}` } }]),
    ),
    profiles: Object.fromEntries(
      Array.from({ length: profiles }, (_, i) => [`p${i}`, profile(i, profiles)]),
    ),
  };
}
