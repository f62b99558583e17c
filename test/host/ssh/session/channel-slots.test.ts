import { expect } from "chai";
import { ChannelSlots } from "../../../../provider/host/ssh/session/channel-slots.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("channel slots", () => {
  it("gives waiting takers their slot in order", async () => {
    const slots = new ChannelSlots(2);
    const order: string[] = [];
    const frees: (() => void)[] = [];
    for (const name of ["a", "b", "c", "d"]) {
      void slots.take().then((free) => {
        order.push(name);
        frees.push(free);
      });
    }
    await turn();
    expect(order.join("")).to.equal("ab");
    frees[0]?.();
    frees[0]?.();
    await turn();
    expect(order.join("")).to.equal("abc");
    frees[1]?.();
    await turn();
    expect(order.join("")).to.equal("abcd");
  });

  it("shrinks below what the host refused, and not when it is alone", async () => {
    const slots = new ChannelSlots(8);
    const [first, second, third] = [await slots.take(), await slots.take(), await slots.take()];
    expect(slots.shrink()).to.equal(true);
    third();
    let fourth = false;
    const waiting = slots.take().then((free) => {
      fourth = true;
      return free;
    });
    await turn();
    expect(fourth).to.equal(false);
    first();
    const last = await waiting;
    second();
    expect(slots.shrink()).to.equal(false);
    last();
  });
});
