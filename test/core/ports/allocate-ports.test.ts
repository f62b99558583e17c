import { expect } from "chai";
import { allocatePorts, type PortAllocation } from "../../../provider/core/ports/allocate-ports";

const NEW: PortAllocation = {
  hostKey: "vm1",
  range: { from: 9200, to: 9800 },
  requests: {},
  taken: [],
  remembered: {},
};

const ports = (allocation: Partial<PortAllocation>) => allocatePorts({ ...NEW, ...allocation });

describe("allocatePorts", () => {
  it("proposes by the SHA-256 of host, profile and listener, the same on every machine and for ever", () => {
    expect(ports({ requests: { coder: ["api_server", "webhook"], writer: ["api_server"] } })).to.deep.equal({
      assigned: { coder: { api_server: 9497, webhook: 9665 }, writer: { api_server: 9252 } },
      problems: [],
    });
    expect(ports({ hostKey: "vm2", requests: { coder: ["api_server"] } }).assigned).to.deep.equal({
      coder: { api_server: 9208 },
    });
  });

  it("goes up to the next port that nobody has, and from the last to the first", () => {
    const range = { from: 100, to: 103 };
    const { assigned } = ports({ range, requests: { a: ["api_server"] } });
    const first = assigned.a?.api_server ?? 0;
    const next = first === 102 ? 100 : first + 1;
    const last = next === 102 ? 100 : next + 1;
    const one = (taken: number[]) => ports({ range, taken, requests: { a: ["api_server"] } }).assigned.a;
    expect([one([first]), one([first, next])]).to.deep.equal([{ api_server: next }, { api_server: last }]);
  });

  it("keeps what is remembered, wherever it lies in the range", () => {
    const remembered = { coder: { api_server: 9799 } };
    expect(ports({ remembered, requests: { coder: ["api_server"] } }).assigned).to.deep.equal(remembered);
  });

  it("gives up a port that a changed range leaves out, and no other", () => {
    const { assigned } = ports({
      range: { from: 9500, to: 9600 },
      remembered: { coder: { api_server: 9799, webhook: 9500 } },
      requests: { coder: ["api_server", "webhook"] },
    });
    expect(assigned.coder?.webhook).to.equal(9500);
    expect(assigned.coder?.api_server).to.be.within(9501, 9599);
  });

  it("does not give away what is released in the same step, but in the next", () => {
    const range = { from: 9200, to: 9201 };
    const requests = { writer: ["api_server"] };
    expect(ports({ range, requests, remembered: { coder: { api_server: 9200 } } })).to.deep.equal({
      assigned: {},
      problems: [{ kind: "none-free", profileKey: "writer", listener: "api_server", released: 1 }],
    });
    expect(ports({ range, requests }).assigned).to.deep.equal({ writer: { api_server: 9200 } });
  });

  it("names every request that the range has no port for", () => {
    const { assigned, problems } = ports({
      range: { from: 9200, to: 9202 },
      taken: [9201],
      requests: { b: ["webhook"], a: ["webhook", "api_server"] },
    });
    expect(assigned).to.deep.equal({ a: { api_server: 9200 } });
    expect(problems).to.deep.equal([
      { kind: "none-free", profileKey: "a", listener: "webhook", released: 0 },
      { kind: "none-free", profileKey: "b", listener: "webhook", released: 0 },
    ]);
  });

  it("moves no port that somebody declares elsewhere, but says so", () => {
    const remembered = { coder: { api_server: 9300 } };
    expect(ports({ taken: [9300], remembered, requests: { coder: ["api_server"] } })).to.deep.equal({
      assigned: remembered,
      problems: [{ kind: "taken", profileKey: "coder", listener: "api_server", port: 9300 }],
    });
  });

  it("never gives one port twice, whatever a state says", () => {
    const { assigned } = ports({
      remembered: { a: { api_server: 9300 }, b: { api_server: 9300 } },
      requests: { a: ["api_server"], b: ["api_server"] },
    });
    expect(assigned.a).to.deep.equal({ api_server: 9300 });
    expect(assigned.b?.api_server).to.not.equal(9300);
  });

  it("remembers nothing that an object inherits", () => {
    const { assigned } = ports({ requests: { constructor: ["name", "length"] } });
    const { name, length } = (assigned as Record<string, Record<string, number>>).constructor ?? {};
    for (const port of [name, length]) expect(port).to.be.within(9200, 9799);
  });
});
