import { expect } from "chai";
import { portLedger } from "../../provider/resources/port-ledger/provider.js";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const RANGE = { from: 9200, to: 9800 };
const __provider = "the code";

/** What the program asks for; another host for each test, because a process remembers what it answered. */
const ask = (hostKey: string, requests: object, more: object = {}) => ({
  __provider,
  schemaVersion: 1,
  hostKey,
  range: RANGE,
  requests,
  taken: [],
  ...more,
});

async function checked(olds: object, news: object) {
  const { inputs, failures } = await portLedger.check(olds as never, news as never);
  expect(failures).to.deep.equal([]);
  return inputs as Parameters<typeof portLedger.create>[0];
}

async function reasons(olds: object, news: object): Promise<string[]> {
  const { failures } = await portLedger.check(olds as never, news as never);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("the ledger of a host's ports", () => {
  it("computes the ports in check, so that a preview knows them, and keeps the rest as it came", async () => {
    const news = ask("vm1", { coder: ["api_server"] });
    expect(await checked({}, news)).to.deep.equal({ ...news, assigned: { coder: { api_server: 9497 } } });
  });

  it("keeps what the state holds, and gives only the new one a port", async () => {
    const olds = { assigned: { coder: { api_server: 9700 } } };
    const { assigned } = await checked(olds, ask("vm1", { coder: ["api_server"], writer: ["api_server"] }));
    expect(assigned).to.deep.equal({ coder: { api_server: 9700 }, writer: { api_server: 9252 } });
  });

  it("remembers within a run: the second check of a replacement is given no olds", async () => {
    const news = ask("vm7", { coder: ["api_server"] });
    const olds = { assigned: { coder: { api_server: 9700 } } };
    await checked(olds, news);
    expect((await checked({}, news)).assigned).to.deep.equal(olds.assigned);
  });

  it("takes a state that it cannot read for none", async () => {
    const news = ask("vm8", { coder: ["api_server"] });
    const first = (await checked({}, news)).assigned;
    expect((await checked({ assigned: UNKNOWN }, news)).assigned).to.deep.equal(first);
    expect((await checked({ assigned: { coder: 9300 } }, news)).assigned).to.deep.equal(first);
  });

  it("refuses a port that is declared elsewhere by now, and moves nothing", async () => {
    const olds = { assigned: { coder: { api_server: 9700 } } };
    expect(await reasons(olds, ask("vm1", { coder: ["api_server"] }, { taken: [9700] }))).to.deep.equal([
      "taken: port 9700 of vm1 was allocated to the api_server of coder and stays with it, but a gateway there is now declared to listen on it; write another port there",
    ]);
  });

  it("names the range, whom it has no port for, and what becomes free", async () => {
    const range = { from: 9200, to: 9201 };
    const olds = { assigned: { coder: { api_server: 9200 } } };
    expect(await reasons(olds, ask("vm1", { writer: ["api_server"] }, { range }))).to.deep.equal([
      "range: no port from 9200 to 9200 (1 ports) is left on vm1 for writer (api_server); 1 more become free by this update: leave these profiles out of it and add them with the next one, or widen portRange by 1",
    ]);
    expect(
      await reasons({}, ask("vm1", { writer: ["api_server", "webhook"] }, { range, taken: [9200] })),
    ).to.deep.equal([
      "range: no port from 9200 to 9200 (1 ports) is left on vm1 for writer (api_server), writer (webhook); widen portRange by 2 at least, or write the ports of some profiles",
    ]);
  });

  for (const part of ["hostKey", "range", "requests", "taken"]) {
    it(`says what is missing when ${part} is ignored`, async () => {
      const news = ask("vm1", {}, { [part]: undefined });
      expect(await reasons({}, news)).to.deep.equal([
        "requests: hostKey, range, requests or taken is missing or incomplete; leave them to GatewayFleet",
      ]);
    });
  }

  it("differs by what it holds and never by its code or version, and is never replaced", async () => {
    const inputs = await checked({}, ask("vm1", { coder: ["api_server"] }));
    const other = { ...inputs, schemaVersion: 2, __provider: "other" };
    expect(await portLedger.diff("vm1/ports", inputs, other)).to.deep.equal({ changes: false });
    for (const news of [{ hostKey: "vm2" }, { taken: [80] }, { assigned: {} }, { requests: {} }]) {
      expect(await portLedger.diff("vm1/ports", inputs, { ...inputs, ...news })).to.deep.equal({});
    }
  });

  it("keeps books only: what is created, updated and read is what was checked", async () => {
    const inputs = await checked({}, ask("vm1", { coder: ["api_server"] }));
    expect(await portLedger.create(inputs)).to.deep.equal({ id: "vm1/ports", outs: inputs });
    expect(await portLedger.update("vm1/ports", inputs, inputs)).to.deep.equal({ outs: inputs });
    expect(await portLedger.read("vm1/ports", inputs)).to.deep.equal({ id: "vm1/ports", props: inputs });
    expect(await portLedger.delete()).to.equal(undefined);
  });
});
