import { expect } from "chai";
import { CREDENTIALS } from "../../../provider/core/detect/credential-table";
import { credentialTexts } from "../../../provider/core/detect/credential-texts";
import { detect } from "../../../provider/core/detect/detect";
import { keyedDigest } from "../../../provider/core/digest";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";

const CANARY = "canary-51d0";
const HOSTS = { vm1: { connection: { host: "x" } } };

function credentials(options: object, key = "k") {
  const [profile] = fleetOf({ hosts: HOSTS, profiles: { a: options } }).profiles;
  if (profile === undefined) throw new Error("no profile");
  return detect(profile, keyedDigest(key)).detected.credentials;
}

describe("credentials that a profile's configuration leads to", () => {
  for (const { title, variables, platform, options } of CREDENTIALS) {
    const env = Object.fromEntries(variables.map((name) => [name, `${CANARY} ${name}`]));

    it(`${title} from variables`, () => {
      const [claim, ...others] = credentials({ env });
      expect(others).to.deep.equal([]);
      expect(claim).to.include({ title, compared: true, path: `profiles.a.env.${variables[0]}` });
      expect(claim?.identity).to.match(/^[0-9a-f]{32}$/);
      expect(credentialTexts(env)).to.deep.equal([
        `credential ${variables.join("+")} ${Object.values(env).join(" ")}`,
      ]);
    });

    if (platform === undefined || options === undefined) continue;

    it(`${title} from config.yaml is the same`, () => {
      const block: Record<string, unknown> = {};
      for (const [i, [first = "", second]] of options.entries()) {
        const value = env[variables[i] ?? ""];
        block[first] = second === undefined ? value : { ...(block[first] as object), [second]: value };
      }
      const [claim] = credentials({ config: { platforms: { [platform]: block } } });
      expect(claim?.identity).to.equal(credentials({ env })[0]?.identity);
    });
  }

  it("are no text anywhere in the plan, and the plan does not depend on the digests' key", () => {
    const env = Object.fromEntries(
      CREDENTIALS.flatMap(({ variables }) => variables.map((name) => [name, CANARY])),
    );
    const config = { platforms: { telegram: { token: CANARY }, api_server: { extra: { key: CANARY } } } };
    const fleet = fleetOf({
      hosts: { ...HOSTS, vm2: { connection: { host: "y" } } },
      profiles: { a: { env }, b: { env, config }, c: { config } },
    });
    const plans = ["one", "two"].map((digestKey) => JSON.stringify(planFleet(fleet, { digestKey })));
    expect(plans[0]).to.include("Telegram bot token");
    expect(plans[0]).not.to.include(CANARY);
    expect(plans[0]).to.equal(plans[1]);
    const [claim] = credentials({ env }, "one");
    expect(plans[0]).not.to.include(claim?.identity);
    expect(credentials({ env }, "two")[0]?.identity).not.to.equal(claim?.identity);
  });

  it("that are known later equal themselves and their source only", () => {
    const env = (value: unknown) => ({ env: { TELEGRAM_BOT_TOKEN: value } });
    const [config, other, fromEnv] = [{ config: "t" }, { config: "u" }, { fromEnv: "t" }].map(
      (value) => credentials(env(value))[0],
    );
    expect(config?.compared).to.equal(false);
    expect(new Set([config, other, fromEnv].map((claim) => claim?.identity)).size).to.equal(3);
    expect(credentials(env({ config: "t" }))[0]?.identity).to.equal(config?.identity);
  });
});
