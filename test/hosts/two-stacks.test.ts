import { expect } from "chai";
import { until } from "../e2e/until";
import { course, holdAt, letGo } from "./support/course";
import { fault, reached, records } from "./support/guard-state";
import { must, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";
import { StackProcess } from "./support/stack-process";

const ROUNDS = 20;
/** Where the first one is until the other one is at work too: with the lock, without it, and before it is confirmed. */
const STEPS = [
  "stage",
  "armed",
  "install",
  "reload",
  "start",
  "watch",
  "link",
  "close",
  "conclude",
  "confirm",
];
const WORKERS = "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*' | wc -l";

describe("two stacks that change one host at the same moment", function () {
  this.timeout(240_000);
  const stage = useLab(1);
  let stacks: StackProcess[] = [];

  before(async () => {
    stacks = [new StackProcess(stage, "one", "coder"), new StackProcess(stage, "two", "writer")];
    for (const stack of stacks) expect(await stack.apply("first", 0)).to.equal("applied");
    await fault(stage.host(1), "-", "wait");
  });
  after(() => Promise.all(stacks.map((stack) => stack.close())));

  it(`go one after the other, ${ROUNDS} times of ${ROUNDS}, and both are applied`, async () => {
    const host = stage.host(1);
    for (let round = 0; round < ROUNDS; round += 1) {
      const step = STEPS[round % STEPS.length] ?? "";
      // A worker stays for a moment after its change.
      await until("the round before is over", async () => (await must(host, WORKERS)) === "0");
      await holdAt(host, step);
      for (const stack of stacks) stack.said = "";
      // A window, in which the lock is free for transactions of the same run.
      const runs = Promise.all(stacks.map((stack) => stack.apply(`${round}`, 0.5)));
      await until(`somebody is at ${step}`, async () => (await reached(host)) === step);
      await until("the other one is there", async () => (await must(host, WORKERS)) === "2");
      await letGo(host);
      const met = `round ${round}, ${step}`;
      expect(await runs, met).to.deep.equal(["applied", "applied"]);
      expect(await course(host), met).to.deep.equal(["change", "confirm", "change", "confirm"]);
      expect(stacks.map(({ said }) => said).join(""), met).to.match(
        /waiting for (the lock that )?organization\/(one|two)\/dev/,
      );
      const texts = await must(host, "grep -h ROUND= /etc/systemd/system/hermes-gateway-*.service");
      expect(texts, met).to.equal(`Environment="ROUND=${round}"\nEnvironment="ROUND=${round}"`);
      expect([await serving(host), await records(host)], met).to.deep.equal([["coder", "writer"], []]);
    }
  });
});
