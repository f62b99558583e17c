import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { tryLock } from "./lock";

describe("processes that make labs at once", () => {
  let folder: string;
  let started: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-claim-"));
    started = [];
  });

  afterEach(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  function worker(module: string, ...args: string[]): ChildProcess {
    const child = fork(module, args);
    started.push(child);
    return child;
  }

  it("claim a directory and give it back without ever meeting half of one", async () => {
    const directory = join(folder, "1");
    const workers = [1, 2, 3, 4].map(() => worker(require.resolve("./claim-worker"), directory, "2000"));
    const codes = await Promise.all(workers.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).to.deep.equal([0, 0, 0, 0]);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("have a lock one at a time, and get it from one that was killed", async () => {
    const path = join(folder, "lock");
    const holder = worker(require.resolve("./lock-worker"), path);
    expect(await once(holder, "message")).to.deep.equal([true, undefined]);
    expect(await tryLock(path)).to.equal(undefined);

    holder.kill("SIGKILL");
    await once(holder, "exit");
    const release = await tryLock(path);
    expect(release).to.be.a("function");
    expect(await tryLock(path)).to.equal(undefined);
    release?.();
    const again = await tryLock(path);
    expect(again).to.be.a("function");
    again?.();
  });
});
