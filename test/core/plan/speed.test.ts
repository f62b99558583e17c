import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";

const LIMIT_MS = 1000;

function hosts(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`vm${i}`, { connection: { host: `vm${i}` } }]),
  );
}

function profiles(count: number, options: (i: number) => object) {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, options(i)]));
}

/** Milliseconds of processor time: what else runs on the machine does not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("a large fleet is checked and planned within a second", () => {
  const table: [what: string, document: unknown, gateways: number][] = [
    [
      "1000 hosts with the same 5 profiles",
      { exclusion: "all", hosts: hosts(1000), profiles: profiles(5, () => ({})) },
      5000,
    ],
    [
      "1000 hosts with 5 profiles of their own each",
      {
        exclusion: "all",
        hosts: hosts(1000),
        profiles: profiles(5000, (i) => ({ hosts: [`vm${i % 1000}`], ports: [8642], priority: i % 7 })),
      },
      5000,
    ],
    [
      "1 host with 200 profiles that exclude each other",
      { hosts: hosts(1), profiles: profiles(200, () => ({ exclusiveGroup: "g" })) },
      200,
    ],
    [
      "1000 hosts with 5 profiles of their own each, with ports and tokens to compare",
      {
        hosts: hosts(1000),
        profiles: profiles(5000, (i) => ({
          hosts: [`vm${i % 1000}`],
          env: {
            API_SERVER_KEY: "0123456789abcdef",
            API_SERVER_PORT: String(9000 + Math.floor(i / 2000)),
            TELEGRAM_BOT_TOKEN: `token-${i}`,
          },
        })),
      },
      5000,
    ],
    [
      "1 host with 200 profiles that listen on one port",
      { hosts: hosts(1), profiles: profiles(200, () => ({ ports: [8642] })) },
      200,
    ],
  ];
  for (const [what, document, gateways] of table) {
    it(what, () => {
      let plan = planFleet(fleetOf(document));
      const took = Array.from({ length: 3 }, () =>
        cpuMs(() => {
          plan = planFleet(fleetOf(document));
        }),
      );
      expect(Math.min(...took)).to.be.below(LIMIT_MS);
      expect(plan.hosts.flatMap((host) => host.gateways)).to.have.length(gateways);
      expect(plan.findings).to.deep.equal([]);
    });
  }
});
