import { type ChildProcess, spawn } from "node:child_process";
import { expect } from "chai";

const MODULE = JSON.stringify(require.resolve("../../provider/host/session/end-on-signal.js"));

/** A process with the handlers, and something under way until standard input says otherwise. */
function start(busy: boolean): ChildProcess {
  const code = `
    let busy = ${busy};
    process.stdin.on("data", () => { busy = false; });
    require(${MODULE}).endOnSignal({ busy: () => busy, stop: () => console.log("stopped") });
    console.log("ready");`;
  return spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
}

async function said(child: ChildProcess, line: string): Promise<void> {
  let text = "";
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += chunk;
    if (text.includes(`${line}\n`)) return;
  }
  throw new Error(`the process ended and never said ${line}`);
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });
}

describe("a signal to the provider process", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`${signal} ends it at once when nothing is under way`, async () => {
      const child = start(false);
      const end = ended(child);
      await said(child, "ready");
      child.kill(signal);
      expect(await end).to.deep.equal({ code: 0, signal: null });
    });
  }

  it("starts nothing new, and ends after what is under way", async () => {
    const child = start(true);
    const end = ended(child);
    await said(child, "ready");
    child.kill("SIGTERM");
    await said(child, "stopped");
    child.stdin?.write("done\n");
    expect(await end).to.deep.equal({ code: 130, signal: null });
  });

  it("ends by itself when that takes too long", async () => {
    const child = start(true);
    const end = ended(child);
    await said(child, "ready");
    child.kill("SIGINT");
    expect(await end).to.deep.equal({ code: 130, signal: null });
  });

  it("nobody who reads what it says ends it, without a word on standard error", async () => {
    const code = `
      process.on("uncaughtException", () => process.exit(3));
      require(${MODULE}).endOnSignal({ busy: () => false, stop: () => undefined });
      setInterval(() => console.log("a line"), 10);`;
    const child = spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
    const end = ended(child);
    await said(child, "a line");
    child.stdout?.destroy();
    expect(await end).to.deep.equal({ code: 0, signal: null });
  });

  it("an engine that was killed ends it", async () => {
    const code = `
      require(${MODULE}).endOnSignal({ busy: () => false, stop: () => undefined });
      console.log(process.pid);
      setInterval(() => undefined, 1000);`;
    const shell = `${JSON.stringify(process.execPath)} -e "$1" & wait`;
    const engine = spawn("/bin/sh", ["-c", shell, "sh", code], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const chunk of engine.stdout.iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (text.includes("\n")) break;
    }
    engine.kill("SIGKILL");
    const lives = () => {
      try {
        return process.kill(Number(text), 0);
      } catch {
        return false;
      }
    };
    while (lives()) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
