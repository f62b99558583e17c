import { expect } from "chai";
import type { ExecOptions, ExecResult, Host } from "../../../provider/host/host.js";
import { HostError } from "../../../provider/host/host-error.js";
import { applyOnHost } from "../../../provider/host/transaction/run-transaction.js";
import { ensure } from "../../resources/support/operations";

const ANSWER = "hermes-fleet 1\nsystem\t252\tm\nop\t0\tapplied\tyes\tstart\nunconfirmed\tabc\nend\t0\n";

/**
 * A machine that prints `output` in pieces of 7 bytes, and behind an answer to it `then`; without `then` it loses its
 * connection once it was answered.
 */
function machine(output: string, then?: string) {
  const replies: string[] = [];
  const lost = new HostError("connection-lost", { host: "vm1", message: "it ended", remedy: "again" });
  const exec = async (_command: string, { onStdout, reply }: ExecOptions = {}): Promise<ExecResult> => {
    const bytes = Buffer.from(output);
    for (let at = 0; at < bytes.length && replies.length === 0; at += 7) {
      onStdout?.(bytes.subarray(at, at + 7));
      const answer = reply?.();
      if (answer) replies.push(Buffer.from(answer).toString());
    }
    if (then === undefined) throw lost;
    return { exitCode: 0, stdout: Buffer.from(output + then), stderr: Buffer.alloc(0) };
  };
  const host: Host = { label: "vm1", user: "root", isOpen: true, exec, close: async () => undefined };
  return { host, replies };
}

/** The machine to which a lost confirm is brought again. */
function second(outcome: string) {
  const asked: string[] = [];
  const exec = async (_command: string, { stdin }: ExecOptions = {}): Promise<ExecResult> => {
    asked.push(Buffer.from(stdin ?? []).toString());
    return { exitCode: 0, stdout: Buffer.from(`confirm\tabc\t${outcome}\t\n`), stderr: Buffer.alloc(0) };
  };
  const host: Host = { label: "vm1", user: "root", isOpen: true, exec, close: async () => undefined };
  return { asked, reconnect: async () => host };
}

const outcomeOf = async (...[host, options]: [Host, Parameters<typeof applyOnHost>[2]?]) => {
  const [outcome] = await applyOnHost(host, [ensure("a.service")], options);
  return outcome instanceof HostError ? outcome.code : "succeeded";
};

describe("the confirm at the end of a transaction", () => {
  it("answers the host's question behind its whole answer, on the same channel", async () => {
    const { host, replies } = machine(`${ANSWER}asks\tabc\n`, "confirm\tabc\tconfirmed\t\n");
    expect([await outcomeOf(host), replies]).to.deep.equal(["succeeded", ["abc\n"]]);
  });

  it("is too late when the host has begun to put itself back", async () => {
    const { host } = machine(
      `${ANSWER}asks\tabc\n`,
      "confirm\tabc\trolled-back\tthe previous a.service is back\n",
    );
    expect(await outcomeOf(host)).to.equal("rolled-back");
  });

  it("is not given to words in a file, nor without a question", async () => {
    const blob = "blob\t0\tunit\t12\nx\nasks\tabc\n\n\n";
    const { host, replies } = machine(ANSWER.replace("end", `${blob}end`), "confirm\tabc\tconfirmed\t\n");
    expect([await outcomeOf(host), replies]).to.deep.equal(["succeeded", []]);
  });

  for (const [what, output] of [
    ["whose answer is not whole", ANSWER.replace("end\t0\n", "")],
    ["that asks for another transaction", ANSWER.replace("abc", "xyz")],
    ["that has nothing to confirm", ANSWER.replace("unconfirmed\tabc\n", "")],
  ] as const) {
    it(`closes the input of a host ${what}`, async () => {
      const { host, replies } = machine(`${output}asks\tabc\n`, "");
      await outcomeOf(host, { reconnect: second("unknown").reconnect }).catch(() => undefined);
      expect(replies).to.deep.equal([""]);
    });
  }

  it("is brought over another connection when the first one is lost behind the question", async () => {
    const { host, replies } = machine(`${ANSWER}asks\tabc\n`);
    const { asked, reconnect } = second("confirmed");
    expect(await outcomeOf(host, { reconnect })).to.equal("succeeded");
    expect([replies, asked]).to.deep.equal([["abc\n"], ["abc\n"]]);
  });

  it("loses nothing else: a connection that ends before the question is lost", async () => {
    const { host } = machine(ANSWER);
    const error = await applyOnHost(host, [ensure("a.service")]).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(HostError).with.property("code", "connection-lost");
  });
});
