import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { engineAddress, watchEngine } from "../../provider/host/session/watch-engine.js";
import { until } from "../e2e/until";

const PROVIDER = JSON.stringify(require.resolve("../../provider/resources/provider.js"));

/** What the SDK runs: its script's name and its one argument are those of the real one. */
const SCRIPT = `
  require(${PROVIDER});
  require("node:fs").writeFileSync(process.env.PID_FILE, String(process.pid));
  setInterval(() => undefined, 1000);`;

/** An engine that starts a provider as the real one does: through a shell, which outlives it. */
const ENGINE = `
  const server = require("node:net").createServer((socket) => socket.on("error", () => undefined));
  server.listen(0, "127.0.0.1", () => {
    const address = "127.0.0.1:" + server.address().port;
    const shell = '"$0" "$1" "$2" & wait';
    require("node:child_process").spawn("/bin/sh", ["-c", shell, process.execPath, process.env.SCRIPT, address], {
      stdio: "ignore",
      detached: true,
    });
  });`;

describe("an engine that is killed", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "hermes-fleet-engine-"));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it("ends the provider that it started through a shell, before anything was asked of a machine", async () => {
    mkdirSync(join(dir, "dynamic-provider"));
    const script = join(dir, "dynamic-provider", "index.js");
    writeFileSync(script, SCRIPT);
    const pidFile = join(dir, "pid");
    const env = { ...process.env, SCRIPT: script, PID_FILE: pidFile };
    const engine = spawn(process.execPath, ["-e", ENGINE], { stdio: "ignore", env });
    const pid = () => {
      try {
        return Number(readFileSync(pidFile, "utf8"));
      } catch {
        return 0;
      }
    };
    await until("the provider runs", async () => pid() > 0);
    const provider = pid();
    const lives = () => {
      try {
        return process.kill(provider, 0);
      } catch {
        return false;
      }
    };
    try {
      // longer than two looks at an engine that is there
      await new Promise((resolve) => setTimeout(resolve, 5000));
      expect(lives()).to.equal(true);
      engine.kill("SIGKILL");
      await until("the provider has ended", async () => !lives());
    } finally {
      if (lives()) process.kill(provider, "SIGKILL");
      engine.kill("SIGKILL");
    }
  });

  it("is gone once its port was refused twice, and not for one refusal", async () => {
    const listen = (port: number) =>
      new Promise<Server>((resolve) => {
        const server = createServer((socket) => socket.on("error", () => undefined));
        server.listen(port, "127.0.0.1", () => resolve(server));
      });
    const server = await listen(0);
    const { port } = server.address() as { port: number };
    let gone = 0;
    watchEngine(
      `127.0.0.1:${port}`,
      () => {
        gone += 1;
      },
      50,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gone).to.equal(0);
    await new Promise((resolve) => server.close(resolve));
    await until("it is gone", async () => gone > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(gone).to.equal(1);
  });

  it("has its address in the argument of the SDK's script, and of no other", () => {
    const sdk = "/x/node_modules/@pulumi/pulumi/cmd/dynamic-provider";
    expect(engineAddress(["node", `${sdk}/index.js`, "127.0.0.1:5"])).to.equal("127.0.0.1:5");
    expect(engineAddress(["node", sdk, "127.0.0.1:5"])).to.equal("127.0.0.1:5");
    expect(engineAddress(["node", "/x/mocha.js", "127.0.0.1:5"])).to.equal(undefined);
    expect(engineAddress(["node", `${sdk}/index.js`])).to.equal(undefined);
  });
});
