import { expect } from "chai";
import { stringify } from "yaml";
import { detect } from "../../provider/core/detect/detect";
import { isEveryAddress } from "../../provider/core/detect/listener";
import { planFleet } from "../../provider/core/plan/plan-fleet";
import { parseFleet } from "../../provider/core/schema/parse-fleet";
import { renderGatewayUnit } from "../../provider/core/units/render-gateway-unit";
import { renderEnvBlock } from "../../provider/host/transaction/env-block.js";
import { until } from "../e2e/until";
import { must, unitOf } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";
import { LISTENER_CASES, type ListenerCase } from "./support/listener-cases";
import { type Seen, seen } from "./support/seen";

/** A network of its own for each gateway, so that all can have Hermes' defaults at once. */
const DIRECTIVES = { Service: { PrivateNetwork: "yes", Nice: "5" } };
const START_SECONDS = 120;

describe("what the plan says a real gateway listens on", () => {
  const stage = useHermes();
  const rows = LISTENER_CASES.map((row, number) => ({ ...row, name: `row${number}` }));
  const names = rows.map(({ name }) => name);
  let states: Record<string, Seen> = {};

  before(async function () {
    this.timeout((START_SECONDS + 60) * 1000);
    for (const { name, ...row } of rows) await install(name, row);
    await must(
      stage.vm,
      `chown -R hermes:hermes /home/hermes; systemctl daemon-reload; systemctl start ${names.map(unitOf).join(" ")}`,
    );
    const allRun = async () => {
      states = await seen(stage.vm, ...names);
      return Object.values(states).every(({ state, own }) => own && state === "running");
    };
    await until("every gateway says that it runs", allRun, START_SECONDS);
  });

  for (const { what, name, ...row } of rows) {
    it(what, async () => {
      const pid = await must(stage.vm, `systemctl show -p MainPID --value ${unitOf(name)}`);
      const text = await must(stage.vm, `nsenter --target ${pid} --net ss -ltnH | awk '{print $4}'`);
      expect(opened(text), JSON.stringify(states[name])).to.deep.equal(predicted(name, row));
    });
  }

  it("is more than one answer for all", () => {
    expect(new Set(rows.map((row) => predicted(row.name, row).join(" "))).size).to.be.at.least(10);
  });

  async function install(name: string, row: Omit<ListenerCase, "what">): Promise<void> {
    const spec = planFleet(fleetOf(name, row)).hosts[0]?.gateways[0]?.spec;
    if (!spec) throw new Error("no gateway");
    const put = (path: string, text: string) =>
      `base64 -d >${path} <<<"${Buffer.from(text).toString("base64")}"`;
    await must(
      stage.vm,
      [
        `mkdir -p ${spec.home}`,
        put(`${spec.home}/.env`, renderEnvBlock(row.env ?? {})),
        row.config ? put(`${spec.home}/config.yaml`, stringify(row.config)) : "",
        put(`/etc/systemd/system/${unitOf(name)}`, renderGatewayUnit(spec)),
      ].join("\n"),
    );
  }

  function fleetOf(name: string, { what: _, ...options }: Partial<ListenerCase>) {
    const defaults = { directives: DIRECTIVES };
    const { fleet, problems } = parseFleet(stage.profiles({ [name]: options }, { defaults }));
    if (!fleet) throw new Error(JSON.stringify(problems));
    return fleet;
  }

  function predicted(name: string, row: Partial<ListenerCase>): string[] {
    const { name: _, ...options } = { name, ...row };
    const [profile] = fleetOf(name, options).profiles;
    if (!profile) throw new Error("no profile");
    return detect(profile, (text) => text)
      .detected.listeners.map(({ address, port }) => `${isEveryAddress(address) ? "*" : address}:${port}`)
      .sort();
  }
});

/** Local addresses as `ss` writes them; every address of either family is `*`. */
function opened(text: string): string[] {
  const lines = text.split("\n").filter((line) => line !== "");
  const plain = lines.map((line) => line.replace(/^(0\.0\.0\.0|\[::\]|\*):/, "*:"));
  return [...new Set(plain)].sort();
}
