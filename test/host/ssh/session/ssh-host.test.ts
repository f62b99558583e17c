import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { ServerChannel } from "ssh2";
import { disconnect } from "../support/disconnect.js";
import { hostErrorOf } from "../support/expect-error.js";
import { friendly, useServers } from "../support/use-servers.js";

const LOST =
  "the work that was started on the host goes on there; the next run looks first what it finds [connection-lost]\n" +
  "  remedy: run pulumi up again once the machine answers";

describe("commands over SSH", () => {
  const servers = useServers();
  const open = async (options?: Parameters<typeof servers.start>[0]) => {
    const server = await servers.start(options);
    return { server, host: await servers.connect(friendly(server)) };
  };
  const label = (server: { port: number }) => `vm1 (root@127.0.0.1:${server.port})`;

  it("returns status, output and errors", async () => {
    const { host } = await open();
    expect(await host.exec("exit 3")).to.deep.equal({
      exitCode: 3,
      stdout: Buffer.alloc(0),
      stderr: Buffer.from("note\n"),
    });
  });

  it("names the signal that ended a command", async () => {
    const { host } = await open();
    expect(await host.exec("signal TERM")).to.deep.equal({
      exitCode: null,
      signal: "TERM",
      stdout: Buffer.alloc(0),
      stderr: Buffer.alloc(0),
    });
  });

  it("carries 5 MB both ways intact, and hands the pieces on as they come", async () => {
    const { host } = await open();
    const data = randomBytes(5_000_000);
    const pieces: Buffer[] = [];
    const result = await host.exec("cat", { stdin: data, onStdout: (chunk) => pieces.push(chunk) });
    expect(result.stdout.equals(data)).to.equal(true);
    expect(pieces.length).to.be.greaterThan(1);
    expect(Buffer.concat(pieces).equals(data)).to.equal(true);
  });

  it("keeps the input open for a reply, which is the last of it", async () => {
    const { host } = await open();
    let seen = "";
    const onStdout = (chunk: Buffer) => {
      seen += chunk.toString();
    };
    const reply = () => (seen === "question" ? Buffer.from(", answer") : undefined);
    const { stdout } = await host.exec("cat", { stdin: Buffer.from("question"), onStdout, reply });
    expect(stdout.toString()).to.equal("question, answer");
  });

  it("returns when a command does not read its input", async () => {
    const { host } = await open();
    expect((await host.exec("exit 4", { stdin: Buffer.alloc(5_000_000) })).exitCode).to.equal(4);
  });

  it("runs forty commands on one connection, eight at a time", async () => {
    const waiting: ServerChannel[] = [];
    const { server, host } = await open({
      command: (command, channel) => {
        channel.write(command);
        waiting.push(channel);
        setTimeout(() => {
          channel.exit(0);
          channel.end();
        }, 2);
      },
    });
    const commands = Array.from({ length: 40 }, (_, index) => `command ${index}`);
    const results = await Promise.all(commands.map((command) => host.exec(command)));
    expect(results.map((result) => result.stdout.toString())).to.deep.equal(commands);
    expect([server.seen.connections, server.seen.commands, server.seen.mostSessions]).to.deep.equal([
      1, 40, 8,
    ]);
  });

  it("makes do with a host that opens fewer sessions", async () => {
    const { server, host } = await open({ maxSessions: 2 });
    const results = await Promise.all(Array.from({ length: 12 }, (_, index) => host.exec(`exit ${index}`)));
    expect(results.map((result) => result.exitCode)).to.deep.equal([...Array(12).keys()]);
    expect(server.seen.mostSessions).to.equal(2);
  });

  it("says that a host opens no session at all", async () => {
    const { server, host } = await open({ maxSessions: 0 });
    const error = await hostErrorOf(host.exec("true"));
    expect(error.message).to.equal(
      `${label(server)}: the host opens no session: connect failed [exec-refused]\n` +
        "  remedy: check MaxSessions in /etc/ssh/sshd_config (at least 1, 10 by default) and no-session restrictions of the key",
    );
  });

  it("says that a host runs no commands", async () => {
    const { server, host } = await open({ refuseExec: true });
    const error = await hostErrorOf(host.exec("true"));
    expect(error.message).to.equal(
      `${label(server)}: the host refuses to run commands for this account [exec-refused]\n` +
        "  remedy: remove ForceCommand and command= restrictions for the account in sshd_config and authorized_keys",
    );
  });

  // Which of the two the socket reports depends on whether it was writing at that moment.
  const reason = "(the host ended the connection|connection reset by the host \\((ECONNRESET|EPIPE)\\))";
  for (const how of ["cut", "reset"] as const) {
    it(`reports a connection that is ${how} while commands run, and one that is gone`, async () => {
      const { server, host } = await open();
      const running = [hostErrorOf(host.exec("hang")), hostErrorOf(host.exec("hang"))];
      while (server.seen.commands < 2) await new Promise((resolve) => setImmediate(resolve));
      server[how]();
      for (const error of await Promise.all(running)) {
        expect(error.message).to.match(new RegExp(`\\): the connection was lost: ${reason}; the work that`));
        expect(error.message.endsWith(LOST)).to.equal(true);
      }
      const after = await hostErrorOf(host.exec("true"));
      expect(after.message).to.match(
        new RegExp(
          `\\): the connection was lost before the command: ${reason}; nothing was started \\[connection-lost`,
        ),
      );
      expect(server.seen.commands).to.equal(2);
    });
  }

  it("keeps a result that came just before the end of the connection", async () => {
    const { host } = await open({
      command: (_command, channel, client) => {
        channel.once("finish", () => disconnect(client, 2));
        channel.write("rebooting\n");
        channel.exit(0);
        channel.end();
      },
    });
    expect((await host.exec("reboot")).stdout.toString()).to.equal("rebooting\n");
  });

  for (const [where, jumps] of [
    ["at the host", false],
    ["at the jump host", true],
  ] as const) {
    it(`takes no exit status for a result without the end of the output, cut ${where}`, async () => {
      const server = await servers.start({
        command: (_command, channel) => {
          channel.exit(0);
          channel.write("half of it");
        },
      });
      const jump = await servers.start();
      const host = await servers.connect(friendly(server, jumps ? { proxy: friendly(jump) } : {}));
      const onStdout = () => (jumps ? jump : server).reset();
      expect((await hostErrorOf(host.exec("report", { onStdout }))).code).to.equal("connection-lost");
    });
  }

  it("gives a command up at its timeout, and the connection stays", async () => {
    const { server, host } = await open();
    const error = await hostErrorOf(host.exec("hang", { timeoutMs: 50 }));
    expect(error.message).to.equal(
      `${label(server)}: a command took longer than 0.05 s and was given up; it may still run on the host; ` +
        "the next run looks first what it finds [exec-timeout]\n" +
        "  remedy: look at the machine's load and at `systemctl list-jobs`, then run pulumi up again",
    );
    expect((await host.exec("exit 0")).exitCode).to.equal(0);
    expect(server.seen.connections).to.equal(1);
  });

  it("passes on what the caller's callback throws", async () => {
    const { host } = await open();
    const problem = new Error("callback");
    const onStdout = () => {
      throw problem;
    };
    expect(await host.exec("echo hi", { onStdout }).catch((error: unknown) => error)).to.equal(problem);
  });

  it("closes twice, and refuses what runs and what comes", async () => {
    const { server, host } = await open();
    const running = hostErrorOf(host.exec("hang"));
    while (server.seen.commands < 1) await new Promise((resolve) => setImmediate(resolve));
    await host.close();
    await host.close();
    expect((await running).message).to.equal(
      `${label(server)}: the connection was lost: it was closed on this side; ${LOST}`,
    );
    expect((await hostErrorOf(host.exec("true"))).code).to.equal("connection-lost");
  });
});
