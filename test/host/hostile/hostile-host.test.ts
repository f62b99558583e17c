import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { startServer, type TestServerOptions } from "../ssh/support/test-server";
import { friendly } from "../ssh/support/use-servers";
import { ANSWERS, FRIENDLY, type HostileAnswer } from "./answers";
import { type Conversation, LONGEST_MS, type Outcome } from "./conversation";
import { MACHINES, type Machine } from "./machines";

const MEMORY_BYTES = 200 * 1024 * 1024;
const AT_A_TIME = 4;

/** Starts a machine that runs commands and answers so. */
async function answering(answer: HostileAnswer["answer"]): Promise<Machine> {
  const command: TestServerOptions["command"] = (_command, channel) => {
    channel.on("error", () => undefined);
    channel.resume();
    const end = () => {
      channel.exit(0);
      channel.end();
    };
    if (typeof answer !== "string") return answer(channel, end);
    channel.write(answer);
    end();
  };
  const server = await startServer({ command });
  return { connection: friendly(server), close: server.close };
}

interface Case {
  readonly name: string;
  readonly code: string;
  readonly act: Conversation["act"];
  readonly start: () => Promise<Machine>;
}

const CASES: readonly Case[] = [
  ...Object.entries(ANSWERS).map(
    ([name, { code, act, answer }]): Case => ({
      name,
      code,
      act: act ?? "apply",
      start: () => answering(answer),
    }),
  ),
  ...Object.entries(MACHINES).map(([name, { code, start }]): Case => ({ name, code, act: "apply", start })),
];

/** What a terminal or a reader of lines may take for something else than a character to show. */
const UNSHOWN = /[^\P{C}\n]|[\u2028\u2029]/u;
const FORGED_LINE = /^\s*error: forged/m;

describe("a hostile machine", function () {
  this.timeout(120_000);
  const outcomes = new Map<string, Outcome>();

  before("every conversation, several at a time", async () => {
    const client = fork(join(__dirname, "client.js"));
    const other = await answering(FRIENDLY);
    const waiting = [...CASES];
    const next = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        const { name, act, start } = one;
        const machine = await start();
        const { connection } = machine;
        outcomes.set(name, await held(client, { name, act, connection, friendly: other.connection }));
        await machine.close();
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, next));
    client.disconnect();
    await other.close();
  });

  for (const { name, code } of CASES) {
    it(`${name}: ${code}, of that machine alone`, () => {
      const outcome = outcomes.get(name);
      expect(outcome?.code, outcome?.message).to.equal(code);
      expect(outcome?.message).to.match(/^vm1 \(root@127\.0\.0\.1:\d+\): .*\n(.*\n)* {2}remedy: /);
      expect(outcome?.ms).to.be.below(LONGEST_MS);
      expect(outcome?.other).to.equal("succeeded");
      const shown = [outcome?.message ?? "", ...(outcome?.told ?? [])].join("\n");
      expect(shown).to.not.match(FORGED_LINE);
      expect(outcome?.message).to.not.match(UNSHOWN);
    });
  }

  it("takes less than 200 MB of the process that it talks to", () => {
    expect(Math.max(...[...outcomes.values()].map(({ peakBytes }) => peakBytes))).to.be.below(MEMORY_BYTES);
  });
});

function held(client: ChildProcess, conversation: Conversation): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const gone = (status: number | null) => reject(new Error(`the client ended with ${status}`));
    const timer = setTimeout(() => {
      client.kill("SIGKILL");
      reject(new Error(`${conversation.name}: no outcome within ${(2 * LONGEST_MS) / 1000} s`));
    }, 2 * LONGEST_MS);
    const hear = (outcome: Outcome) => {
      if (outcome.name !== conversation.name) return;
      clearTimeout(timer);
      client.off("message", hear as never).off("exit", gone);
      resolve(outcome);
    };
    client.on("message", hear as never).on("exit", gone);
    client.send(conversation);
  });
}
