import { expect } from "chai";
import type { ExecOptions, ExecResult, Host } from "../../../provider/host/host.js";
import { HostError } from "../../../provider/host/host-error.js";
import { confirmOnHost } from "../../../provider/host/transaction/confirm.js";

/** A machine that answers every command with one text, or loses its connection. */
function machine(answer: string | undefined, user = "root") {
  const asked: string[] = [];
  const exec = async (command: string, { stdin }: ExecOptions = {}): Promise<ExecResult> => {
    asked.push(command, Buffer.from(stdin ?? []).toString());
    if (answer === undefined) {
      throw new HostError("connection-lost", { host: "vm1", message: "it ended", remedy: "again" });
    }
    return { exitCode: 0, stdout: Buffer.from(answer), stderr: Buffer.from("sh: cannot open\n") };
  };
  const host: Host = { label: "vm1", user, isOpen: true, exec, close: async () => undefined };
  return { host, asked };
}

describe("a confirm", () => {
  it("is a constant command line; the id goes to standard input", async () => {
    const { host, asked } = machine("confirm\tabc\tconfirmed\t\n", "deploy");
    expect(await confirmOnHost(host, "abc")).to.deep.equal({ outcome: "confirmed", detail: "" });
    expect(asked).to.deep.equal([
      `sudo -n /bin/sh -c 'exec /bin/sh "$HERMES_FLEET_ROOT/var/lib/hermes-fleet/guard" confirm'`,
      "abc\n",
    ]);
  });

  for (const [answer, outcome, detail] of [
    [
      "confirm\tabc\trolled-back\tthe previous a.service is back\n",
      "rolled-back",
      "the previous a.service is back",
    ],
    [
      "confirm\tabc\trolled-back\ta.service [rollback-conflict]\n",
      "rollback-conflict",
      "a.service [rollback-conflict]",
    ],
    ["confirm\tabc\trollback-failed\ta.service does not run\n", "rollback-failed", "a.service does not run"],
    ["confirm\tabc\tunknown\t\n", "rolled-back", "sh: cannot open"],
    ["confirm\tanother\tconfirmed\t\n", "rolled-back", "sh: cannot open"],
    ["", "rolled-back", "sh: cannot open"],
  ] as const) {
    it(`answered with ${JSON.stringify(answer)} is ${outcome}`, async () => {
      expect(await confirmOnHost(machine(answer).host, "abc")).to.deep.equal({ outcome, detail });
    });
  }

  it("whose connection is lost is made over another one", async () => {
    const second = machine("confirm\tabc\tconfirmed\t\n");
    const { outcome } = await confirmOnHost(machine(undefined).host, "abc", async () => second.host);
    expect([outcome, second.asked[1]]).to.deep.equal(["confirmed", "abc\n"]);
  });

  it("fails when there is no other connection", async () => {
    const error = await confirmOnHost(machine(undefined).host, "abc").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(HostError).with.property("code", "connection-lost");
  });
});
