import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { until } from "../../e2e/until";

const OWNER = `
const { Child } = require(${JSON.stringify(join(__dirname, "..", "process", "child.js"))});
const child = new Child(["-e", "console.log(process.pid); setInterval(() => {}, 1000)"], { cwd: "/", env: process.env });
child.firstLine().then((pid) => console.log(pid));
`;

describe("a process of the test engine", () => {
  it("does not outlive the engine when that is killed", async () => {
    const owner = spawn(process.execPath, ["-e", OWNER], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(owner.stdout, "data");
    const pid = Number(line);
    const alive = () => existsSync(`/proc/${pid}`);
    try {
      expect(alive()).to.equal(true);
      owner.kill("SIGKILL");
      await until("its process has ended", async () => !alive());
    } finally {
      if (alive()) process.kill(pid, "SIGKILL");
    }
  });
});
