import { expect } from "chai";
import { gapText } from "../../../provider/host/transaction/gap.js";
import { applyOnHost } from "../../../provider/host/transaction/run-transaction.js";
import { FakeHost } from "../../resources/support/fake-host";
import { ensure } from "../../resources/support/operations";

const answer = async (lines: string): Promise<{ progress: string[]; messages: (string | undefined)[] }> => {
  const progress: string[] = [];
  const host = new FakeHost(() => `system\t252\tm\n${lines}`);
  const operations = [ensure("a.service"), ensure("b.service", { conflicts: ["c.service"] })];
  const outcomes = await applyOnHost(host, operations, { onProgress: (line) => progress.push(line) });
  return { progress, messages: outcomes.map((one) => (one instanceof Error ? one.message : undefined)) };
};

describe("the gap in service", () => {
  for (const [hundredths, text] of [
    [0, "gap 0.0 s"],
    [84, "gap 0.8 s"],
    [999, "gap 10.0 s"],
    [1000, "gap 10 s"],
    [4149, "gap 41 s"],
  ] as const) {
    it(`of ${hundredths} hundredths is written "${text}"`, () => expect(gapText(hundredths)).to.equal(text));
  }

  it("is told for each change that succeeded, from whose stop to what", async () => {
    const { progress } = await answer(
      "op\t0\tgap\t84\tready\ta.service\nop\t0\tapplied\tyes\tyes\n" +
        "op\t1\tgap\t1234\tactive\tc.service\nop\t1\tapplied\tyes\tstart\n",
    );
    expect(progress).to.deep.equal([
      "a.service: gap 0.8 s, from its stop until it was ready",
      "b.service: gap 12 s, from the stop of c.service until it was active",
    ]);
  });

  it("is told for what was put back, in the error of its own group too", async () => {
    const { progress, messages } = await answer(
      "op\t0\tgap\t84\tready\ta.service\n" +
        "fail\t0\tgateway-failed\tit ended\nop\t0\trestored\nback\ta.service\tactive\t210\n" +
        "fail\t1\tgateway-failed\tit ended\nop\t1\trestored\nback\tc.service\tactive\t50\nback\tb.service\tfailed\n",
    );
    expect(progress).to.deep.equal([
      "a.service is active again: gap 2.1 s",
      "c.service is active again: gap 0.5 s",
    ]);
    expect(messages.map((text) => /now: (.*)/.exec(text ?? "")?.[1])).to.deep.equal([
      "the host is as it was before, a.service is active again (gap 2.1 s), c.service is active again (gap 0.5 s)",
      "the host is as it was before, c.service is active again (gap 0.5 s), b.service is failed again",
    ]);
  });
});
