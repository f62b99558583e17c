import { expect } from "chai";
import { CREDENTIALS } from "../../provider/core/detect/credential-table";
import { detect } from "../../provider/core/detect/detect";
import { isEveryAddress } from "../../provider/core/detect/listener";
import { parseFleet } from "../../provider/core/schema/parse-fleet";
import { askHermes } from "./support/ask-hermes";
import { useHermes } from "./support/hermes-stage";
import { type PlatformCase, platformCases, READ_PLATFORMS } from "./support/platform-cases";

/** Platforms that Hermes takes up, with the address and port of those that listen, or the error of its class. */
type Taken = Readonly<Record<string, readonly [host: string, port: number] | string | null>>;

describe("the tables of listeners and credentials, beside the real load_gateway_config and platforms", () => {
  const stage = useHermes();
  const cases = platformCases(120);
  let taken: Taken[] = [];
  before(async function () {
    this.timeout(300_000);
    taken = await askHermes<Taken>(stage.vm, READ_PLATFORMS, cases);
  });

  it("say the same of what listens where", () => {
    expect(cases.length).to.be.at.least(2_500);
    const other = cases.flatMap((one, i) => {
      const { listeners } = detected(one);
      const ours = listeners.map(({ platform, address, port }) => at(platform, address, port));
      const theirs = Object.entries(taken[i] ?? {}).flatMap(([platform, where]) => {
        // SMS without all of its variables ends in an error of its own; the rest may be in the host's own .env
        if (typeof where === "string") return ours.filter((each) => each.startsWith(`${platform} `));
        return where === null || where[1] === 0 ? [] : [at(platform, ...where)];
      });
      const known = ours.filter((each) => !(each.startsWith("sms ") && typeof taken[i]?.sms === "string"));
      const wanted = theirs.filter((each) => !(each.startsWith("sms ") && typeof taken[i]?.sms === "string"));
      return equal(known, wanted) ? [] : [[one, ours, theirs]];
    });
    expect(other).to.deep.equal([]);
  });

  it("claim every credential that a platform is taken up with", () => {
    const missing = cases.flatMap((one, i) => {
      const titles = detected(one).credentials.map(({ title }) => title);
      const used = CREDENTIALS.filter(
        ({ platform, variables, unless }) =>
          platform !== undefined &&
          platform in (taken[i] ?? {}) &&
          variables.every((name) => one.env[name]) &&
          !(unless !== undefined && one.env[unless]),
      );
      return used.filter(({ title }) => !titles.includes(title)).map(({ title }) => [title, one]);
    });
    expect(missing).to.deep.equal([]);
  });

  it("claim none of a platform that enabled: false keeps off", () => {
    const claimed = cases.flatMap((one, i) => {
      const off = detected(one).credentials.flatMap(({ title }) => {
        const rule = CREDENTIALS.find((each) => each.title === title);
        const { platform } = rule ?? {};
        return platform !== undefined && !(platform in (taken[i] ?? {})) ? [platform] : [];
      });
      // a part of a credential counts: the other may be in the host's own .env, or in an EnvironmentFile=
      return off.filter((platform) => !INCOMPLETE.has(platform)).map((platform) => [platform, one]);
    });
    expect(claimed).to.deep.equal([]);
  });

  function detected({ env, config }: PlatformCase) {
    const hosts = { vm1: { connection: { host: "192.0.2.1" } } };
    const { fleet, problems } = parseFleet({ hosts, profiles: { p: { env, config } } });
    const [profile] = fleet?.profiles ?? [];
    if (!profile) throw new Error(JSON.stringify(problems));
    return detect(profile, (text) => text).detected;
  }
});

/** Platforms that want more variables than the one by which the credential is known. */
const INCOMPLETE: ReadonlySet<string> = new Set([
  "bluebubbles",
  "dingtalk",
  "email",
  "feishu",
  "line",
  "matrix",
  "signal",
  "slack",
  "wecom",
  "yuanbao",
]);

function at(platform: string, address: string, port: number): string {
  return `${platform} ${isEveryAddress(address) ? "*" : address}:${port}`;
}

function equal(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
