import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { labSources } from "./paths";

const program = join(labSources, "gateway", "hermes");

describe("stand-in gateway", () => {
  let home: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "hermes-standin-"));
  });

  afterEach(() => {
    for (const gateway of started.splice(0)) gateway.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });

  function start(
    environment: Record<string, string> = {},
    args = ["--profile", "a", "gateway", "run"],
  ): ChildProcess {
    const gateway = spawn("perl", [program, ...args], {
      env: { PATH: "/usr/bin:/bin", HERMES_HOME: home, ...environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    started.push(gateway);
    return gateway;
  }

  const log = () => jsonLines(join(home, "logs", "standin.log"));
  const state = () => JSON.parse(readFileSync(join(home, "gateway_state.json"), "utf8"));

  it("answers for its profile, is ready after the delay, and says what it was started with", async () => {
    const port = await freePort();
    writeFileSync(
      join(home, ".env"),
      `# comment\nAPI_SERVER_PORT='${port}'\nexport STANDIN_READY_DELAY=0.3 # s\n`,
    );
    const odd = 'a "b" \\ \n\t € $HOME %h';
    const gateway = start({ API_SERVER_PORT: "1", ODD: odd, EMPTY: "" });
    await eventually(() => expect(state().gateway_state).to.equal("starting"));
    const answer = await (await fetch(`http://127.0.0.1:${port}/health`)).json();
    expect(answer).to.include({ status: "ok", profile: "a", pid: gateway.pid });
    await eventually(() =>
      expect(state()).to.include({ pid: gateway.pid, gateway_state: "running", restart_requested: false }),
    );
    expect(log()[0].argv).to.deep.equal([program, "--profile", "a", "gateway", "run"]);
    expect(log()[0].env).to.deep.equal({
      PATH: "/usr/bin:/bin",
      HERMES_HOME: home,
      API_SERVER_PORT: "1",
      ODD: odd,
      EMPTY: "",
    });
    expect(readdirSync(home)).to.include.members([
      "cron",
      "logs",
      "memories",
      "sessions",
      "skills",
      "gateway.pid",
    ]);
  });

  for (const [signal, code] of [
    ["SIGTERM", 1],
    ["SIGINT", 0],
    ["SIGUSR1", 75],
  ] as const) {
    it(`drains on ${signal}, then ends with ${code}`, async () => {
      const gateway = start({ STANDIN_DRAIN: "0.3" });
      await eventually(() => expect(state().gateway_state).to.equal("running"));
      const before = Date.now();
      gateway.kill(signal);
      await eventually(() => expect(state().gateway_state).to.equal("draining"));
      expect(await once(gateway, "exit")).to.deep.equal([code, null]);
      expect(Date.now() - before).to.be.within(280, 2_000);
      expect(log().at(-1)).to.include({ event: "end", status: code, why: signal });
    });
  }

  it("ends with 78 when its port is taken, and leaves the files of the one that runs", async () => {
    const API_SERVER_PORT = String(await freePort());
    const winner = start({ API_SERVER_PORT });
    await eventually(() => expect(state().gateway_state).to.equal("running"));
    const loser = start({ API_SERVER_PORT });
    const said = text(loser);
    expect(await once(loser, "exit")).to.deep.equal([78, null]);
    expect(await said).to.equal(
      `hermes stand-in: profile a: port ${API_SERVER_PORT} on 127.0.0.1 is already in use; exit status 78\n`,
    );
    expect(JSON.parse(readFileSync(join(home, "gateway.pid"), "utf8"))).to.deep.equal({ pid: winner.pid });
    expect(state()).to.include({ pid: winner.pid, gateway_state: "running" });
  });

  it("answers on further ports too, and ends with 78 when the last of them is taken", async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const [first, second, third] = ports.map(String) as [string, string, string];
    const winner = start({ API_SERVER_PORT: first, STANDIN_PORTS: `${second} ${third}` });
    await eventually(() => expect(state().gateway_state).to.equal("running"));
    for (const port of ports) {
      const answer = await (await fetch(`http://127.0.0.1:${port}/health`)).json();
      expect(answer).to.include({ status: "ok", pid: winner.pid });
    }
    const loser = start({ STANDIN_PORTS: `${await freePort()} ${third}` });
    expect(await once(loser, "exit")).to.deep.equal([78, null]);
    expect(log().at(-1)).to.include({ why: `port ${third} on 127.0.0.1 is already in use`, status: 78 });
  });

  it("ends by itself with the status it is told", async () => {
    const gateway = start({ STANDIN_EXIT: "73", STANDIN_EXIT_AFTER: "0.2" });
    expect(await once(gateway, "exit")).to.deep.equal([73, null]);
  });

  it("ends with 1 without a home, and with 2 for other arguments", async () => {
    expect(await once(start({ HERMES_HOME: join(home, "none") }), "exit")).to.deep.equal([1, null]);
    expect(await once(start({}, ["gateway", "stop"]), "exit")).to.deep.equal([2, null]);
  });

  it("finds the home of a profile under HOME", async () => {
    const gateway = start({ HOME: home, HERMES_HOME: "" });
    const said = text(gateway);
    expect(await once(gateway, "exit")).to.deep.equal([1, null]);
    expect(await said).to.contain(`no directory ${home}/.hermes/profiles/a`);
  });
});

function jsonLines(file: string) {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function text(child: ChildProcess): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of child.stderr ?? []) pieces.push(String(piece));
  return pieces.join("");
}

/** Tries an assertion for at most five seconds. */
async function eventually(assertion: () => void): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt++) {
    try {
      return assertion();
    } catch {
      await sleep(20);
    }
  }
  assertion();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
