import { expect } from "chai";
import type { SshEndpoint } from "../../../../provider/host/connection.js";
import { resolveContext } from "../../../../provider/host/ssh/context.js";
import { DialFailure } from "../../../../provider/host/ssh/dial/dial-failure.js";
import { dialUntil } from "../../../../provider/host/ssh/dial/dial-until.js";
import { hopOf } from "../../../../provider/host/ssh/endpoint.js";
import { hostErrorOf } from "../support/expect-error.js";

/** A clock that moves only by sleeping and by the given time per dial; jitter in the middle. */
function scene(endpoint: Partial<SshEndpoint> = {}, dialMs = 0) {
  let clock = 1_000;
  const lines: string[] = [];
  const pauses: number[] = [];
  const limits: number[] = [];
  const context = resolveContext(
    {
      hostKeyName: "vm1",
      now: () => clock,
      random: () => 0.5,
      sleep: async (ms) => {
        pauses.push(ms);
        clock += ms;
      },
      onProgress: (line) => lines.push(line),
    },
    ["hunter2"],
  );
  const hop = hopOf("vm1", { host: "vm1", ...endpoint });
  const dials = (outcome: (dial: number) => Promise<string>, deadlineMs = 120_000) =>
    dialUntil(hop, context, clock + deadlineMs, "host-unreachable", (timeoutMs) => {
      limits.push(timeoutMs);
      clock += dialMs;
      return outcome(limits.length);
    });
  return { dials, lines, pauses, limits };
}

const refused = async (): Promise<string> => {
  throw new DialFailure("connection refused (hunter2)");
};

describe("dialling until a host answers", () => {
  it("says nothing about a host that answers at once", async () => {
    const { dials, lines, pauses } = scene();
    expect(await dials(async () => "open")).to.equal("open");
    expect([lines, pauses]).to.deep.equal([[], []]);
  });

  it("pauses longer each time, up to 5 s, and reports from the third second on, without secrets", async () => {
    const { dials, lines, pauses } = scene();
    expect(await dials((dial) => (dial < 12 ? refused() : Promise.resolve("open")))).to.equal("open");
    expect(pauses.map((ms) => Math.round(ms))).to.deep.equal([
      250, 375, 563, 844, 1266, 1898, 2848, 4271, 5000, 5000, 5000,
    ]);
    expect(lines).to.deep.equal([
      "vm1 (root@vm1:22): waiting for SSH, 2 s of 120 s; last: connection refused ([secret])",
      "vm1 (root@vm1:22): waiting for SSH, 8 s of 120 s; last: connection refused ([secret])",
      "vm1 (root@vm1:22): waiting for SSH, 17 s of 120 s; last: connection refused ([secret])",
      "vm1 (root@vm1:22): waiting for SSH, 22 s of 120 s; last: connection refused ([secret])",
    ]);
  });

  it("gives up at the deadline and says what it tried", async () => {
    const { dials } = scene({ port: 2222, user: "me" });
    const error = await hostErrorOf(dials(refused, 10_000));
    expect(error.message).to.equal(
      "vm1 (me@vm1:2222): no SSH connection to vm1:2222 after 8 dials in 8 s; last: connection refused ([secret]) " +
        "[host-unreachable]\n  remedy: check that the machine runs and this works: ssh -p 2222 me@vm1 true; " +
        "raise connectDeadlineSeconds for a machine that boots longer",
    );
  });

  it("honours dialErrorLimit", async () => {
    const { dials, limits } = scene({ dialErrorLimit: 2 });
    const error = await hostErrorOf(dials(refused));
    expect(error.message).to.contain("after 2 dials (dialErrorLimit) in 0.3 s;");
    expect(limits).to.have.length(2);
  });

  const timeouts: [perDialTimeout: number | undefined, limits: number[]][] = [
    [undefined, [15_000, 15_000, 9_375]],
    [4, [4_000, 4_000, 4_000]],
    [0, [30_000, 19_750, 9_375]],
  ];
  for (const [perDialTimeout, expected] of timeouts) {
    it(`gives a dial perDialTimeout ${perDialTimeout} and never more than the deadline leaves`, async () => {
      const { dials, limits } = scene(perDialTimeout === undefined ? {} : { perDialTimeout }, 10_000);
      await hostErrorOf(dials(refused, 30_000));
      expect(limits).to.deep.equal(expected);
    });
  }

  it("does not repeat what will not pass", async () => {
    const { dials, limits } = scene();
    const lasting = new Error("lasting");
    expect(await dials(() => Promise.reject(lasting)).catch((error: unknown) => error)).to.equal(lasting);
    expect(limits).to.have.length(1);
  });
});
