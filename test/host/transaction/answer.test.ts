import { expect } from "chai";
import type { Host } from "../../../provider/host/host.js";
import { HostError } from "../../../provider/host/host-error.js";
import { type Answer, readAnswer } from "../../../provider/host/transaction/answer.js";

function read(stdout: string, { stderr = "", exitCode = 0, user = "root" } = {}): Answer {
  const host = { label: "vm1 (root@192.0.2.1:22)", user } as Host;
  return readAnswer(host, Buffer.from(stdout), stderr, exitCode);
}

function refused(...parameters: Parameters<typeof read>): HostError {
  try {
    read(...parameters);
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("readAnswer", () => {
  it("sorts lines by operation, after whatever a login shell printed", () => {
    const answer = read(
      "Welcome!\nhermes-fleet 1\nsystem\t252\tmachine\nprogress\tstopping\nop\t1\tapplied\tyes\tstart\n" +
        "op\t1\thost-replaced\told\nreloaded\nback\ta.service\tactive\nblob\t1\tdropins\t2\nab\nend\t0\n",
    );
    expect([answer.systemdVersion, answer.machineId, answer.reloads]).to.deep.equal([252, "machine", 1]);
    expect([...answer.about]).to.deep.equal([
      [
        1,
        [
          ["applied", "yes", "start"],
          ["host-replaced", "old"],
        ],
      ],
    ]);
    expect(answer.blobs.get("1/dropins")?.toString()).to.equal("ab");
    expect(answer.putBack).to.deep.equal([["a.service", "active"]]);
  });

  it("keeps the first failure of an operation", () => {
    const answer = read(
      "hermes-fleet 1\nfail\t0\tunit-invalid\tline 3\nfail\t0\tgateway-failed\tlater\nend\t0\n",
    );
    expect(Object.fromEntries(answer.failures)).to.deep.equal({
      "0": { code: "unit-invalid", detail: "line 3" },
    });
  });

  it("says that sudo refused, and how to allow it", () => {
    const error = refused("", { stderr: "sudo: a password is required\n", exitCode: 1, user: "ops" });
    expect([error.code, error.remedy]).to.deep.equal([
      "sudo-denied",
      "connect as root, or allow it: echo 'ops ALL=(root) NOPASSWD: ALL' > /etc/sudoers.d/hermes-fleet",
    ]);
    expect(error.message).to.include("ops may not run sudo without a password: sudo: a password is required");
  });

  it("says what stood on standard error when the script did not start", () => {
    const error = refused("", { stderr: "one\ntwo\nmktemp: No space left on device\n", exitCode: 1 });
    expect(error.code).to.equal("tool-missing");
    expect(error.message).to.include("one; two; mktemp: No space left on device");
  });

  it("says the exit status when nothing stood there", () => {
    expect(refused("", { exitCode: 127 }).message).to.include("exit status 127, nothing on standard error");
  });

  it("says how a transaction broke off", () => {
    const error = refused("hermes-fleet 1\nop\t0\tapplied\nbroken\t137\tFailed to start\n");
    expect(error.code).to.equal("host-script-failed");
    expect(error.message).to.include("the transaction ended without a result: 137 Failed to start");
  });
});
