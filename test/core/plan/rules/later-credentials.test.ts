import { expect } from "chai";
import { laterCredentialFindings } from "../../../../provider/core/plan/later-credentials";
import { planFleet } from "../../../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../../../provider/core/schema/parse-fleet";

const KEY = "test";
const TOKEN = "TELEGRAM_BOT_TOKEN";
class Later {}
const LATER = new Later();
const isLater = (value: unknown): value is Later => value === LATER;
const at = (host: string, more: object = {}) => ({ hosts: [host], env: { [TOKEN]: LATER }, ...more });

type Row = [what: string, profiles: object, fleet: object, values: Record<string, string>, found: string[]];

const TABLE: readonly Row[] = [
  [
    "two hosts that would both run",
    { a: at("vm1"), b: at("vm2") },
    {},
    { a: "1:x", b: "1:x" },
    [
      "error vm1/a vm2/b: vm1/a (profiles.a.env.TELEGRAM_BOT_TOKEN) and vm2/b (profiles.b.env.TELEGRAM_BOT_TOKEN) turn out to have the same Telegram bot token, which was not known when the exclusions were planned",
    ],
  ],
  [
    "one host, where the units do not name each other",
    { a: at("vm1"), b: at("vm1", { env: { [TOKEN]: "1:x" } }) },
    {},
    { a: "1:x" },
    [
      "error vm1/a vm1/b: vm1/a (profiles.a.env.TELEGRAM_BOT_TOKEN) and vm1/b (profiles.b.env.TELEGRAM_BOT_TOKEN) turn out to have the same Telegram bot token, which was not known when the exclusions were planned",
    ],
  ],
  [
    "none where they exclude each other anyway",
    { a: at("vm1"), b: at("vm1") },
    { exclusion: "all" },
    { a: "1:x", b: "1:x" },
    [],
  ],
  ["none for different ones", { a: at("vm1"), b: at("vm2") }, {}, { a: "1:x", b: "1:y" }, []],
  ["none for one that stays unknown", { a: at("vm1"), b: at("vm2") }, {}, { a: "1:x" }, []],
  [
    "none for what the plan itself could compare",
    { a: at("vm1", { env: { [TOKEN]: "1:x" } }), b: at("vm2", { env: { [TOKEN]: "1:x" } }) },
    {},
    {},
    [],
  ],
  [
    "none for one profile on two hosts, which the plan has found",
    { a: { env: { [TOKEN]: LATER } }, b: at("vm2") },
    {},
    { a: "1:x", b: "1:y" },
    [],
  ],
  [
    "a warning where only one of the two hosts runs it",
    { a: at("vm1"), b: at("vm2", { desired: "standby" }) },
    {},
    { a: "1:x", b: "1:x" },
    [
      "warning vm1/a vm2/b: vm1/a (profiles.a.env.TELEGRAM_BOT_TOKEN) and vm2/b (profiles.b.env.TELEGRAM_BOT_TOKEN) turn out to have the same Telegram bot token, which was not known when the exclusions were planned",
    ],
  ],
];

function found(profiles: object, rest: object, values: Record<string, string>) {
  const hosts = { vm1: { connection: { host: "x" } }, vm2: { connection: { host: "y" } } };
  const { fleet } = parseFleet<Later>({ hosts, profiles, ...rest }, { isLater });
  if (fleet === undefined) throw new Error("no fleet");
  const plan = planFleet(fleet, { digestKey: KEY });
  const later = new Map(Object.entries(values).map(([key, value]) => [key, { [TOKEN]: value }]));
  return { plan, findings: laterCredentialFindings(plan, fleet, later, KEY) };
}

describe("credentials that are known only after the plan", () => {
  for (const [what, profiles, rest, values, expected] of TABLE) {
    it(what, () => {
      const { findings } = found(profiles, rest, values);
      const texts = findings.map(
        ({ severity, subjects, message }) => `${severity} ${subjects.join(" ")}: ${message}`,
      );
      expect(texts).to.deep.equal(expected);
      expect(JSON.stringify(findings)).not.to.include("1:x");
    });
  }

  it("can be accepted, and an acceptance that waits for them is not unused", () => {
    const accept = [{ code: "credential-shared-later", reason: "a test token" }];
    const { plan, findings } = found({ a: at("vm1"), b: at("vm2") }, { accept }, { a: "1:x", b: "1:x" });
    expect(findings.map(({ accepted }) => accepted)).to.deep.equal(["a test token"]);
    expect(plan.findings.map(({ code }) => code)).to.deep.equal(["credential-not-compared"]);
  });
});
