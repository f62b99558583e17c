// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what systemd would expand is what is tested
import { expect } from "chai";
import fc from "fast-check";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../provider/core/schema/parse-fleet";
import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const UNITS = 20;
const ENVIRONMENT = 25;
const ARGUMENTS = 25;

/** Writes its arguments and its environment as they came, NUL-terminated. */
const PROGRAM = `#!/bin/sh
cat /proc/$$/cmdline >"$HERMES_HOME/cmdline"
cat /proc/$$/environ >"$HERMES_HOME/environ"
exec sleep 1000
`;

describe("1,000 generated values through real units", () => {
  const stage = useLab(1);
  // Everything that a unit can hold: any character but NUL, lone surrogates and noncharacters.
  const text = fc
    .string({ unit: "binary", maxLength: 40 })
    .map((value) => value.replace(/[\0\p{Cs}\p{Noncharacter_Code_Point}]/gu, "x"));
  const nasty = fc.string({ unit: fc.constantFrom(..."\"'\\%${} \tA~*;#|`=&<>()[]!?\u00e9"), maxLength: 30 });
  const value = fc.oneof(
    text,
    nasty,
    fc.constantFrom("$HOME", "${A}", "%h", "%%", "a\\x20b", "-", ";", "\u00a0", "\ufeff"),
  );
  const values = fc.sample(value, { seed: 20261121, numRuns: UNITS * (ENVIRONMENT + ARGUMENTS) });

  it("arrive in the process unchanged", async () => {
    const take = values[Symbol.iterator]();
    const next = (): string => plainValue(take.next().value ?? "");
    const names = Array.from({ length: UNITS }, (_, index) => `p${index}`);
    const profiles = Object.fromEntries(
      names.map((name) => [
        name,
        {
          executable: "/usr/local/bin/tell",
          args: Array.from({ length: ARGUMENTS }, next),
          environment: Object.fromEntries(
            Array.from({ length: ENVIRONMENT }, (_, index) => [`V${index}`, next()]),
          ),
        },
      ]),
    );
    const { fleet, problems } = parseFleet({ hosts: { vm1: { connection: { host: "h" } } }, profiles });
    if (!fleet) throw new Error(JSON.stringify(problems));
    const gateways = planFleet(fleet).hosts[0]?.gateways ?? [];
    const script = gateways.map(({ unitName, spec }) => {
      const data = Buffer.from(renderGatewayUnit(spec)).toString("base64");
      return `mkdir -p ${spec.home}; echo ${data} | base64 -d >/etc/systemd/system/${unitName}`;
    });
    await must(
      stage.host(1),
      `echo ${Buffer.from(PROGRAM).toString("base64")} | base64 -d >/usr/local/bin/tell; chmod 755 /usr/local/bin/tell
       ${script.join("\n")}
       chown -R hermes:hermes /home/hermes; systemctl daemon-reload; systemctl start 'hermes-gateway-p*' ${gateways.map(({ unitName }) => unitName).join(" ")}`,
    );
    let compared = 0;
    for (const { spec } of gateways) {
      await must(
        stage.host(1),
        `for n in $(seq 50); do [ -s ${spec.home}/environ ] && break; sleep 0.1; done`,
      );
      const args = await nulSeparated(`${spec.home}/cmdline`);
      expect(args.slice(2)).to.deep.equal(spec.args);
      const environment = await nulSeparated(`${spec.home}/environ`);
      for (const [name, wanted] of Object.entries(spec.environment)) {
        expect(environment).to.include(`${name}=${wanted}`);
        compared += 1;
      }
      compared += spec.args.length;
    }
    expect(compared).to.be.at.least(1000);
  });

  async function nulSeparated(path: string): Promise<string[]> {
    const data = await must(stage.host(1), `base64 -w0 <${path}`);
    return Buffer.from(data, "base64").toString("utf8").split("\0").slice(0, -1);
  }
});

/** A line break in a value is refused by the schema, so none is generated. */
function plainValue(value: string): string {
  return value.replace(/[\r\n\v\f\u0085\u2028\u2029]/g, " ");
}
