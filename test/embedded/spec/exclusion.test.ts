import { expect } from "chai";
import fc from "fast-check";
import { type EmbeddedHost, startEmbeddedHost } from "../embedded-host";
import { addGateway, ssh } from "./support";

const NAMES = ["gw-a.service", "gw-b.service", "gw-c.service", "gw-d.service"];

describe("embedded host: exclusion", () => {
  let host: EmbeddedHost;

  before(async () => {
    host = await startEmbeddedHost();
  });

  after(() => host.stop());
  beforeEach(() => host.reset());

  it("boots the highest enabled member of a one-sided chain, whatever the order of enabling", async () => {
    chain(NAMES);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(NAMES, { minLength: 1 }), async (enabled) => {
        await ssh(
          host,
          `systemctl disable --quiet ${NAMES.join(" ")}; systemctl enable --quiet ${enabled.join(" ")}`,
        );
        await host.boot();
        expect(host.running()).to.deep.equal([...enabled].sort().slice(0, 1));
      }),
      { numRuns: 15 },
    );
  });

  it("runs exactly the last one started of a chain", async () => {
    chain(NAMES);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 }),
        async (starts) => {
          await ssh(host, starts.map((unit) => `systemctl start ${unit}`).join("; "));
          expect(host.running()).to.deep.equal(starts.slice(-1));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("boots one of two that name each other", async () => {
    mutual(NAMES.slice(0, 2));
    await ssh(host, "systemctl enable --quiet gw-a gw-b");
    await host.boot();
    expect(host.running().length).to.equal(1);
  });

  it("boots nobody of three that name each other with Before=", async () => {
    mutual(NAMES.slice(0, 3));
    await ssh(host, "systemctl enable --quiet gw-a gw-b gw-c");
    await host.boot();
    expect(host.running()).to.deep.equal([]);
  });

  it("boots two neighbours' neighbours together when the graph is a path", async () => {
    addGateway(host, "gw-a.service", "Conflicts=gw-b.service", "Before=gw-b.service");
    addGateway(host, "gw-b.service", "Conflicts=gw-c.service", "Before=gw-c.service");
    addGateway(host, "gw-c.service");
    await ssh(host, "systemctl enable --quiet gw-a gw-c");
    await host.boot();
    expect(host.running()).to.deep.equal(["gw-a.service", "gw-c.service"]);
  });

  it("cancels the first of two starts in one call", async () => {
    chain(NAMES);
    expect(await ssh(host, "systemctl start gw-a gw-b")).to.deep.equal({
      code: 1,
      out: "",
      err: "Job for gw-a.service canceled.\n",
    });
    expect(host.running()).to.deep.equal(["gw-b.service"]);
  });

  it("does not start what another one requires when that one cannot be started", async () => {
    addGateway(host, "gw-a.service", "Requires=gw-b.service", "After=gw-b.service");
    addGateway(host, "gw-b.service", "ExecStart=/usr/local/bin/missing");
    expect(await ssh(host, "systemctl start gw-a")).to.deep.equal({
      code: 1,
      out: "",
      err: "A dependency job for gw-a.service failed. See 'journalctl -xe' for details.\n",
    });
    expect(host.running()).to.deep.equal([]);
  });

  function chain(names: readonly string[]): void {
    names.forEach((name, index) => {
      const lower = names.slice(index + 1).join(" ");
      addGateway(host, name, ...(lower === "" ? [] : [`Conflicts=${lower}`, `Before=${lower}`]));
    });
  }

  function mutual(names: readonly string[]): void {
    for (const name of names) {
      const others = names.filter((other) => other !== name).join(" ");
      addGateway(host, name, `Conflicts=${others}`, `Before=${others}`);
    }
  }
});
