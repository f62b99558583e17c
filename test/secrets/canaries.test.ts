import { expect } from "chai";
import { findingTexts } from "../../provider/components/fleet-error";
import { parseFleetText } from "../../provider/components/fleet-file";
import { summarize } from "../../provider/components/host-summary";
import { explainPlan } from "../../provider/core/plan/explain-plan";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { renderPlanDot } from "../../provider/core/plan/render-plan-dot";
import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";
import { leaksIn } from "./leaks";
import { type Place, placesOf } from "./schema-places";

const CANARY = "canary-8d1f0c5e7b-31c64a90de";

/** Options whose text a plan shows, because it names what is planned; everything else must not be in one. */
const PUBLIC = [
  /^name$/,
  /^accept\.0\.reason$/,
  /^(profiles\.coder|defaults)\.(user|group|exclusiveGroup|description|environment|args|execReload|directives)\b/,
  /^(profiles\.coder|defaults)\.health\.ready\.command\b/,
  /^profiles\.coder\.(movedFrom|renamedFrom)$/,
];

/** A fleet with one more value at a place. */
function fleetWith(keys: readonly string[], value: unknown): unknown {
  const fleet = { hosts: { vm1: { connection: { host: "192.0.2.1" } } }, profiles: { coder: {} } };
  let at: Record<string, unknown> = fleet;
  for (const [depth, key] of keys.slice(0, -1).entries()) {
    at[key] ??= keys[depth + 1] === "0" ? [] : {};
    at = at[key] as Record<string, unknown>;
  }
  at[keys.at(-1) ?? ""] = value;
  return fleet;
}

/** Everything that is said of a fleet file before a host is asked. */
function saidOf(text: string): { said: string; isPlanned: boolean } {
  const file = parseFleetText(text, "fleet.yaml");
  if (file.problems) return { said: file.problems.join("\n"), isPlanned: false };
  const plan = planFleet(file.fleet, { digestKey: "key" });
  const gateways = plan.hosts.flatMap((host) => host.gateways);
  const said = [
    JSON.stringify(plan),
    renderPlanDot(plan),
    explainPlan(plan),
    ...findingTexts(plan.findings),
    ...plan.hosts.map((host) => JSON.stringify(summarize(host, plan.findings))),
    ...gateways.map(({ spec }) => renderGatewayUnit(spec)),
  ];
  return { said: said.join("\n"), isPlanned: true };
}

const asText = (fleet: unknown): string => JSON.stringify(fleet);

describe("a secret in a fleet file", () => {
  const places = placesOf().filter(({ keys }) => keys.length > 0);
  const nameOf = ({ keys }: Place) => keys.join(".");

  it("is looked for in every option of the schema", () => {
    const names = places.map(nameOf);
    expect(names).to.include.members([
      "hosts.vm1.connection.password",
      "hosts.vm1.connection.proxy.privateKey",
      "profiles.coder.env.SOME_KEY",
      "profiles.coder.env.SOME_KEY.config",
      "profiles.coder.config.SOME_KEY",
      "profiles.coder.health.ready.command.0",
      "defaults.directives.Service.SOME_KEY",
    ]);
    expect(names.length).to.be.greaterThan(150);
  });

  it("is in no plan where its option is not public", () => {
    const shown = places.filter((place) => {
      if (PUBLIC.some((pattern) => pattern.test(nameOf(place)))) return false;
      const { said, isPlanned } = saidOf(asText(fleetWith(place.keys, CANARY)));
      return isPlanned && leaksIn(said, [CANARY]).length > 0;
    });
    expect(shown.map(nameOf)).to.deep.equal([]);
  });

  it("is accepted by, and in no plan of, every option that is kept as a secret", () => {
    const endpoint = ["password", "privateKey", "privateKeyPassword", "hostKey"];
    const kept = [
      ...endpoint.map((key) => ["hosts", "vm1", "connection", key]),
      ["profiles", "coder", "env", "TELEGRAM_BOT_TOKEN"],
      ["profiles", "coder", "env", "SIGNAL_ACCOUNT"],
      ["profiles", "coder", "config", "model", "api_key"],
      ["profiles", "coder", "soul"],
      ["profiles", "coder", "profile", "note"],
    ];
    for (const keys of kept) {
      const { said, isPlanned } = saidOf(asText(fleetWith(keys, CANARY)));
      expect([keys.join("."), isPlanned, leaksIn(said, [CANARY])]).to.deep.equal([keys.join("."), true, []]);
    }
  });

  const mistakes: Readonly<Record<string, (place: Place) => unknown>> = {
    "a text": () => CANARY,
    "an assignment": () => `TOKEN=${CANARY}`,
    "an address with a password": () => `ssh://root:${CANARY}@192.0.2.1`,
    "a list": () => [CANARY],
    "a list of an assignment": () => [`TOKEN=${CANARY}`],
    "a key": () => ({ [CANARY]: "x" }),
    "a key without a value": () => ({ [`TOKEN=${CANARY}`]: null }),
    "a key of a key": () => ({ SOME_KEY: { [CANARY]: { [CANARY]: CANARY } } }),
  };
  for (const [what, made] of Object.entries(mistakes)) {
    it(`is in no complaint about ${what} where something else belongs`, () => {
      const shown = places.filter((place) => {
        const { said, isPlanned } = saidOf(asText(fleetWith(place.keys, made(place))));
        return !isPlanned && leaksIn(said, [CANARY]).length > 0;
      });
      expect(shown.map(nameOf)).to.deep.equal([]);
    });
  }

  it("is in no complaint below an option with secrets, even when it is made of words", () => {
    const words = "correct-horse-battery";
    const secret = places.filter(({ keys }) => keys.some((key) => ["connection", "env"].includes(key)));
    const shown = Object.values(mistakes).flatMap((made) =>
      secret.filter((place) => {
        const text = asText(fleetWith(place.keys, made(place))).replaceAll(CANARY, words);
        const { said, isPlanned } = saidOf(text);
        return !isPlanned && leaksIn(said, [words]).length > 0;
      }),
    );
    expect(shown.map(nameOf)).to.deep.equal([]);
  });

  it("is in no complaint about a file that is no YAML", () => {
    const lines = [
      `password: *${CANARY}`,
      `password: !${CANARY} x`,
      `password: "\\${CANARY}"`,
      `password: '${CANARY}`,
      `password: [${CANARY}`,
      `password: ${CANARY}: x`,
      `password: &a &${CANARY} x`,
      `password: @${CANARY}`,
      `password: %${CANARY}`,
      `? ${CANARY}\n  : ]`,
      `password: |${CANARY}`,
      `password: x\n   ${CANARY}\n  y`,
      `${CANARY}: 1\n  ${CANARY}: 2`,
      `] ${CANARY}`,
      `<<: ${CANARY}`,
      `\t${CANARY}`,
    ];
    for (const line of lines) {
      const text = `hosts:\n  vm1:\n    connection:\n      host: x\n  ${line}\nprofiles:\n  coder:\n`;
      for (const file of [text, `%${line}\n---\n${line}`, `--- ${line}\n...\n${line}`]) {
        const { said } = saidOf(file);
        expect(leaksIn(said, [CANARY]), file).to.deep.equal([]);
        expect(said).not.to.equal("");
      }
    }
  });

  it("is found by the same search in every spelling", () => {
    const bytes = Buffer.from(`ab${CANARY}cd`);
    const texts = [
      CANARY,
      bytes.toString("base64"),
      bytes.toString("base64").replace(/.{20}/g, "$&\n"),
      bytes.subarray(1).toString("base64url"),
      bytes.toString("hex").toUpperCase(),
      [...bytes].map((byte) => `%${byte.toString(16)}`).join(""),
    ];
    for (const text of texts) expect(leaksIn(`x ${text} y`, [CANARY]), text).to.deep.equal([CANARY]);
    expect(leaksIn("a canary sings", [CANARY])).to.deep.equal([]);
  });
});
