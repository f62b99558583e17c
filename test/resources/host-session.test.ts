import { expect } from "chai";
import type { Host } from "../../provider/host/host.js";
import { HostError } from "../../provider/host/host-error.js";
import { HostSession } from "../../provider/host/session/host-session.js";
import { FakeHost, succeed } from "./support/fake-host";
import { ensure, observe, remove } from "./support/operations";

const unitsOf = (host: FakeHost): string[][] =>
  host.requests.map(({ mode, operations }) => [mode, ...operations.map(({ unit = "" }) => unit)]);

function lost(): HostError {
  return new HostError("connection-lost", { host: "vm1", message: "the connection ended", remedy: "again" });
}

describe("a host session", () => {
  it("sends everything that waits for the connection as one transaction over one dial", async () => {
    const host = new FakeHost();
    let dials = 0;
    const session = new HostSession(async () => {
      dials += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return host;
    });
    const first = session.apply(ensure("a"));
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, session.apply(ensure("b")), session.apply(remove("c"))]);
    expect(unitsOf(host)).to.deep.equal([["apply", "a", "b", "c"]]);
    expect(dials).to.equal(1);
  });

  it("sends what arrives during a transaction as the next one", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const host = new FakeHost(async (request) => {
      if (host.requests.length === 1) await held;
      return succeed(request);
    });
    const session = new HostSession(async () => host);
    const first = session.apply(ensure("a"));
    while (host.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const rest = [session.apply(ensure("b")), session.apply(ensure("c"))];
    release();
    await Promise.all([first, ...rest]);
    expect(unitsOf(host)).to.deep.equal([
      ["apply", "a"],
      ["apply", "b", "c"],
    ]);
  });

  it("sends a change that a look was the first half of together with what waited for the look", async () => {
    const host = new FakeHost();
    const session = new HostSession(async () => host);
    const halves = session.observe(observe("a")).then(() => session.apply(ensure("a")));
    await Promise.all([halves, session.apply(ensure("b"))]);
    expect(unitsOf(host)).to.deep.equal([
      ["observe", "a"],
      ["apply", "b", "a"],
    ]);
  });

  describe("while a transaction only watches what it started", () => {
    const ends = new Map<string, () => void>();
    const host = new FakeHost(async (request, say) => {
      const units = request.operations.map(({ unit = "" }) => unit).join(" ");
      say("watching\n");
      await new Promise<void>((resolve) => ends.set(units, resolve));
      return succeed(request);
    });
    const session = new HostSession(async () => host);
    const done: string[] = [];
    const apply = (unit: string, conflicts: string[] = []) =>
      session.apply(ensure(unit, { conflicts })).then(() => done.push(unit));
    const begun = async (count: number) => {
      while (host.requests.length < count) await new Promise((resolve) => setImmediate(resolve));
    };

    it("begins the next one, which can end before it", async () => {
      void apply("a", ["z"]);
      await begun(1);
      const second = apply("b");
      await begun(2);
      ends.get("b")?.();
      await second;
      expect(done).to.deep.equal(["b"]);
      expect(session.busy).to.equal(true);
    });

    it("holds back what excludes it, and everything of that group, until it has ended", async () => {
      const held = [apply("c", ["a"]), apply("d", ["c"]), apply("a")];
      const free = apply("e");
      await begun(3);
      ends.get("e")?.();
      await free;
      expect(unitsOf(host).at(-1)).to.deep.equal(["apply", "e"]);
      ends.get("a")?.();
      await begun(4);
      ends.get("c d a")?.();
      await Promise.all(held);
      expect(unitsOf(host).at(-1)).to.deep.equal(["apply", "c", "d", "a"]);
      expect(done).to.deep.equal(["b", "e", "a", "c", "d", "a"]);
    });
  });

  it("looks and changes go apart, looks first", async () => {
    const host = new FakeHost();
    const session = new HostSession(async () => host);
    const [, seen] = await Promise.all([session.apply(ensure("a")), session.observe(observe("b"))]);
    expect(unitsOf(host)).to.deep.equal([
      ["observe", "b"],
      ["apply", "a"],
    ]);
    expect(seen.activeState).to.equal("active");
  });

  it("uses its connection again", async () => {
    const host = new FakeHost();
    let dials = 0;
    const session = new HostSession(async () => {
      dials += 1;
      return host;
    });
    await session.apply(ensure("a"));
    await session.apply(ensure("b"));
    expect(dials).to.equal(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.busy).to.equal(false);
    await session.close();
    expect(host.closed).to.equal(1);
  });

  it("a dial that fails fails all that wait, and the next operation dials again", async () => {
    const host = new FakeHost();
    const dials: (() => Promise<Host>)[] = [() => Promise.reject(lost()), async () => host];
    const session = new HostSession(() => (dials.shift() ?? (async () => host))());
    const both = await Promise.allSettled([session.apply(ensure("a")), session.observe(observe("b"))]);
    expect(both.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    await session.apply(ensure("a"));
    expect(unitsOf(host)).to.deep.equal([["apply", "a"]]);
  });

  it("a connection that is lost fails its transaction and is dialled again for the next", async () => {
    const hosts = [new FakeHost(() => lost()), new FakeHost()];
    let dials = 0;
    const session = new HostSession(async () => hosts[dials++] as FakeHost);
    const error = await session.apply(ensure("a")).then(undefined, (reason: unknown) => reason);
    expect(error).to.be.instanceOf(HostError).with.property("code", "connection-lost");
    await session.apply(ensure("a"));
    expect(dials).to.equal(2);
  });

  it("a connection that was dropped while nothing was to do is dialled again before the next transaction", async () => {
    const hosts = [new FakeHost(), new FakeHost()];
    let dials = 0;
    const session = new HostSession(async () => hosts[dials++] as FakeHost);
    await session.apply(ensure("a"));
    (hosts[0] as FakeHost).isOpen = false;
    await session.apply(ensure("b"));
    expect(hosts.map(unitsOf)).to.deep.equal([[["apply", "a"]], [["apply", "b"]]]);
  });

  it("knows within how many seconds its machine puts itself back, while a change is under way there", async () => {
    const seen: (number | undefined)[] = [];
    const host = new FakeHost(async (request, say) => {
      seen.push(session.putsBackWithinSeconds);
      say("armed\t300\n");
      seen.push(session.putsBackWithinSeconds);
      say("armed\t90\n");
      seen.push(session.putsBackWithinSeconds);
      return succeed(request);
    });
    const session = new HostSession(async () => host);
    await session.apply(ensure("a"));
    await new Promise((resolve) => setImmediate(resolve));
    expect([...seen, session.putsBackWithinSeconds]).to.deep.equal([undefined, 300, 90, undefined]);
  });

  it("one operation's failure is its own", async () => {
    const host = new FakeHost(
      (request) => `${succeed(request).replace(/^op\t0\t.*\n/m, "")}fail\t0\tunit-invalid\tline 3\n`,
    );
    const session = new HostSession(async () => host);
    const [bad, good] = await Promise.allSettled([session.apply(ensure("a")), session.apply(ensure("b"))]);
    expect(bad.status === "rejected" && bad.reason.code).to.equal("unit-invalid");
    expect(good.status).to.equal("fulfilled");
  });

  it("refuses what has not begun and lets go on what has", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const host = new FakeHost(async (request) => {
      await held;
      return succeed(request);
    });
    const session = new HostSession(async () => host);
    const first = session.apply(ensure("a"));
    while (host.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = session.apply(ensure("b")).then(undefined, (reason: unknown) => reason);
    expect(session.busy).to.equal(true);
    session.refuseWaiting(lost());
    release();
    expect(await second).to.be.instanceOf(HostError);
    await first;
    expect(unitsOf(host)).to.deep.equal([["apply", "a"]]);
  });

  describe("used for commands of its own", () => {
    it("dials once, for them and for transactions, and is busy meanwhile", async () => {
      const host = new FakeHost();
      let dials = 0;
      const session = new HostSession(async () => {
        dials += 1;
        return host;
      });
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const uses = [1, 2].map((n) => session.use(async (given) => held.then(() => [n, given === host])));
      await session.apply(ensure("a"));
      expect(session.busy).to.equal(true);
      release();
      expect(await Promise.all(uses)).to.deep.equal([
        [1, true],
        [2, true],
      ]);
      expect([dials, session.busy]).to.deep.equal([1, false]);
    });

    it("dials again after a dial that failed and after a connection that ended, and only then", async () => {
      let dials = 0;
      const session = new HostSession(async () => {
        dials += 1;
        if (dials === 1) throw lost();
        return new FakeHost();
      });
      const failed = async (work: (host: Host) => Promise<unknown>) =>
        session.use(work).then(
          () => undefined,
          (error: Error) => error.message,
        );
      expect(await failed(async () => undefined)).to.include("[connection-lost]");
      expect(await failed(async () => Promise.reject(new Error("of the work")))).to.equal("of the work");
      expect(await failed(async () => undefined)).to.equal(undefined);
      expect(dials).to.equal(2);
      const ended = await session.use(async (host) => host as FakeHost);
      ended.isOpen = false;
      await session.use(async () => undefined);
      expect(dials).to.equal(3);
    });
  });
});
