import { userInfo } from "node:os";
import { expect } from "chai";
import { connect } from "../../provider/host/connect.js";
import { hostErrorOf } from "./ssh/support/expect-error.js";

const text = (buffer: Buffer) => buffer.toString("utf8");

describe("local host", () => {
  const open = () => connect({ host: "here", local: true }, { hostKeyName: "here" });
  const user = userInfo().username;

  it("is this machine, under this account", async () => {
    const host = await open();
    expect([host.label, host.user]).to.deep.equal([`here (${user}, local)`, user]);
    expect(text((await host.exec("id -un")).stdout)).to.equal(`${user}\n`);
  });

  it("runs each command in a session of its own, where no terminal of ours can be reached", async () => {
    const { stdout } = await (await open()).exec('set -- $(cat "/proc/$$/stat"); echo "$1 $6 $7"');
    const [pid, session, terminal] = text(stdout).trim().split(" ");
    expect([session, terminal]).to.deep.equal([pid, "0"]);
  });

  it("feeds standard input and returns status, output and errors", async () => {
    const pieces: Buffer[] = [];
    const result = await (await open()).exec("cat; echo oops >&2; exit 3", {
      stdin: Buffer.from("données"),
      onStdout: (chunk) => pieces.push(chunk),
    });
    expect(result).to.deep.equal({
      exitCode: 3,
      stdout: Buffer.from("données"),
      stderr: Buffer.from("oops\n"),
    });
    expect(text(Buffer.concat(pieces))).to.equal("données");
  });

  it("keeps the input open for a reply, which is the last of it", async () => {
    let seen = "";
    const onStdout = (chunk: Buffer) => {
      seen += text(chunk);
    };
    const reply = () => (seen === "question" ? Buffer.from(", answer") : undefined);
    const { stdout } = await (await open()).exec("cat", { stdin: Buffer.from("question"), onStdout, reply });
    expect(text(stdout)).to.equal("question, answer");
  });

  it("names the signal that ended a command", async () => {
    expect(await (await open()).exec("kill -TERM $$")).to.deep.equal({
      exitCode: null,
      signal: "TERM",
      stdout: Buffer.alloc(0),
      stderr: Buffer.alloc(0),
    });
  });

  it("carries 5 MB both ways, and a command that does not read its input", async () => {
    const host = await open();
    const data = Buffer.alloc(5_000_000, "0123456789");
    expect((await host.exec("cat", { stdin: data })).stdout.equals(data)).to.equal(true);
    expect((await host.exec("exit 4", { stdin: data })).exitCode).to.equal(4);
  });

  it("ends a command and its children at the timeout", async () => {
    const host = await open();
    const error = await hostErrorOf(host.exec("sleep 60 & echo $!; wait", { timeoutMs: 100 }));
    expect(error.message).to.equal(
      `here (${user}, local): a command took longer than 0.1 s and was ended [exec-timeout]\n` +
        "  remedy: look at the machine's load and at `systemctl list-jobs`, then run pulumi up again",
    );
  });

  it("starts nothing after it was closed", async () => {
    const host = await open();
    await host.close();
    await host.close();
    expect((await hostErrorOf(host.exec("true"))).code).to.equal("connection-lost");
  });

  it("passes on what the caller's callback throws", async () => {
    const problem = new Error("callback");
    const host = await open();
    const onStdout = () => {
      throw problem;
    };
    expect(await host.exec("echo hi; sleep 60", { onStdout }).catch((error: unknown) => error)).to.equal(
      problem,
    );
  });
});
