import { expect } from "chai";
import { planFleet } from "../../../provider/core/plan/plan-fleet";
import { fleetOf } from "../support/arbitrary-fleet";
import { HOSTS } from "../support/refusals";
import { API } from "../support/rule-table";

const API_READY = { health: { ready: { api: true } } };

function readyOf(options: object): unknown {
  const plan = planFleet(fleetOf({ hosts: HOSTS, profiles: { coder: { ...API_READY, ...options } } }));
  return plan.hosts[0]?.gateways[0]?.handling.health.ready;
}

describe("where a plan has a gateway's API server asked", () => {
  const rows: [what: string, options: object, api: string | true][] = [
    ["Hermes' own place", { env: API }, "http://127.0.0.1:8642"],
    ["a port of its own", { env: { ...API, API_SERVER_PORT: "18801" } }, "http://127.0.0.1:18801"],
    ["every address", { env: { ...API, API_SERVER_HOST: "0.0.0.0" } }, "http://127.0.0.1:8642"],
    ["every address of the other family", { env: { ...API, API_SERVER_HOST: "::" } }, "http://[::1]:8642"],
    ["a name of the host itself", { env: { ...API, API_SERVER_HOST: "localhost" } }, "http://127.0.0.1:8642"],
    ["a key in the unit", { environment: API }, "http://127.0.0.1:8642"],
    ["a key that is known later", { env: { API_SERVER_KEY: { config: "key" } } }, "http://127.0.0.1:8642"],
    [
      "an address that is written",
      { health: { ready: { api: "http://127.0.0.2:1" } }, env: API },
      "http://127.0.0.2:1",
    ],
    ["a port that is allocated", { env: API, ports: "allocate" }, true],
  ];
  for (const [what, options, api] of rows) {
    it(`is ${what}`, () => expect(readyOf(options)).to.deep.equal({ api }));
  }
});
