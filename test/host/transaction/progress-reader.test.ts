import { mock } from "node:test";
import { expect } from "chai";
import { ProgressReader } from "../../../provider/host/transaction/progress-reader.js";

function reader() {
  const told: string[] = [];
  const progress = new ProgressReader({
    onProgress: (line) => told.push(line),
    onArmed: (seconds) => told.push(`armed for ${seconds} s`),
    onWatching: () => told.push("watching"),
  });
  return { told, progress, say: (text: string) => progress.read(Buffer.from(text)) };
}

describe("a host's progress", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
  afterEach(() => mock.timers.reset());

  it("is told line by line, wherever its pieces are cut", () => {
    const { told, say } = reader();
    for (const piece of ["progress\trelo", "ading\tsystemd\narmed\t", "300\nwatching\nop\t0\tapplied\n"])
      say(piece);
    expect(told).to.deep.equal(["reloading\tsystemd", "armed for 300 s", "watching"]);
  });

  it("says every 5 s that something still goes on, until it is done", () => {
    const { told, say } = reader();
    say("doing\tstopping a.service\n");
    mock.timers.tick(4999);
    expect(told).to.deep.equal([]);
    mock.timers.tick(5002);
    say("done\n");
    mock.timers.tick(60_000);
    expect(told).to.deep.equal(["stopping a.service: 5 s", "stopping a.service: 10 s"]);
  });

  it("counts anew for what is done next, and ends with the transaction", () => {
    const { told, say, progress } = reader();
    say("doing\tstopping\n");
    mock.timers.tick(5000);
    say("doing\tstarting\n");
    mock.timers.tick(5000);
    progress.end();
    mock.timers.tick(60_000);
    expect(told).to.deep.equal(["stopping: 5 s", "starting: 5 s"]);
  });
});
