import { expect } from "chai";
import { type Ground, useStage } from "../ground/stage";
import { expectRun } from "../support/expect-run";
import { fleetOf } from "../support/fleet";
import { comparableText, expectGolden } from "../support/golden-text";
import { plannedChanges } from "../support/planned-changes";

type Profiles = Parameters<typeof fleetOf>[0]["profiles"];

/** A change of a fleet on one machine, and who runs before and after it. */
interface Change {
  readonly name: string;
  readonly what: string;
  readonly olds: Profiles;
  readonly news: Profiles;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What happens to the gateways, by profile. */
  readonly changes: Readonly<Record<string, string>>;
}

const PORT = { ports: [8642] };
const ALLOCATE = { ports: "allocate", env: { API_SERVER_KEY: "0123456789abcdef" } } as const;
const path = { b: { ports: [1, 2] }, c: { ports: [2] } };

const CHANGES: readonly Change[] = [
  {
    name: "third-profile",
    what: "a third profile on the port of two: the higher units name it, and the running one is not restarted",
    olds: { coder: { ...PORT, priority: 10 }, writer: PORT },
    news: { coder: { ...PORT, priority: 10 }, writer: PORT, ops: { ...PORT, priority: 5 } },
    before: ["coder"],
    after: ["coder"],
    changes: { coder: "update", ops: "create" },
  },
  {
    name: "path-without-its-first",
    what: "a gone from a path a–b–c: b starts and c stops",
    olds: { a: { ports: [1] }, ...path },
    news: path,
    before: ["a", "c"],
    after: ["b"],
    changes: { a: "delete", b: "update", c: "update" },
  },
  {
    name: "third-allocating-profile",
    what: "a third profile with an allocated port: two stay as they are",
    olds: { coder: ALLOCATE, writer: ALLOCATE },
    news: { coder: ALLOCATE, writer: ALLOCATE, ops: ALLOCATE },
    before: ["coder", "writer"],
    after: ["coder", "ops", "writer"],
    changes: { ports: "update", ops: "create" },
  },
];

/** Changes of a fleet whose previews are recorded: the checked inputs, and what the CLI prints. */
export function goldenPreviewCases(ground: Ground): void {
  for (const change of CHANGES) describe(`the preview of ${change.name}`, () => goldenCase(ground, change));
}

function goldenCase(ground: Ground, { name, what, olds, news, before, after, changes }: Change): void {
  const stage = useStage(ground, 1, ({ first: vm1 }) => ({
    fleet: fleetOf({ hosts: { vm1 }, profiles: olds }),
  }));
  const units = (keys: readonly string[]) => keys.map((key) => `hermes-gateway-${key}.service`);
  const named = Object.fromEntries(Object.entries(changes).map(([key, op]) => [`hermes/vm1/${key}`, op]));
  const starts = () =>
    Promise.all(
      units(before.filter((key) => after.includes(key))).map(
        async (unit) => (await stage.first.unit(unit)).invocationId,
      ),
    );

  it(`shows as recorded: ${what}`, async () => {
    expect((await stage.pulumi.up()).exitCode).to.equal(0);
    expect(await stage.first.running()).to.deep.equal(units(before));
    stage.project.writeFleet(fleetOf({ hosts: { vm1: stage.first }, profiles: news }));
    expectGolden(`${name}.txt`, plannedChanges((await stage.pulumi.preview({ json: true })).text));
    const preview = await stage.pulumi.preview();
    expectRun(preview, named);
    if (stage.pulumi.kind === "cli") expectGolden(`${name}.cli.txt`, comparableText(preview.text));
  });

  it("and up does it", async () => {
    const started = await starts();
    expectRun(await stage.pulumi.up(), named);
    expect(await stage.first.running()).to.deep.equal(units(after));
    expect(await starts()).to.deep.equal(started);
  });
}
