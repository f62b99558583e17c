import { expect } from "chai";
import { type Failure, failureError } from "../../../provider/host/transaction/failure.js";

const FAILURE: Failure = {
  host: "vm1 (root@192.0.2.1:22)",
  unit: "hermes-gateway-coder.service",
  code: "gateway-failed",
  detail: "it ended within 0 s of its start and is failed; Result=exit-code ExecMainStatus=78",
  standing: "the previous files are back",
};

describe("failureError", () => {
  it("says what happened, what the machine said, where things stand and what to do", () => {
    const { message, code } = failureError({ ...FAILURE, journal: "port 8642 is in use\nexiting\n" });
    expect(code).to.equal("gateway-failed");
    expect(message.split("\n")).to.deep.equal([
      "vm1 (root@192.0.2.1:22): hermes-gateway-coder.service did not become healthy: it ended within 0 s of its start and is failed; Result=exit-code ExecMainStatus=78 [gateway-failed]",
      "  journal:",
      "    port 8642 is in use",
      "    exiting",
      "  now: the previous files are back",
      "  remedy: exit status 78 is Hermes' fatal configuration error (a port or token in use, or no platform can connect); `journalctl -u hermes-gateway-coder.service -n 50` on the host shows more",
    ]);
  });

  it("says which member of the group took an operation along", () => {
    const { message } = failureError({ ...FAILURE, takenAlong: "hermes-gateway-writer.service" });
    expect(message).to.include(
      "hermes-gateway-writer.service stays as it was, because its exclusion group failed: hermes-gateway-coder.service did not become healthy",
    );
  });

  for (const [status, hint] of [
    ["200", "the working directory is missing"],
    ["203", "the program could not be executed"],
    ["217", "the account does not exist"],
  ]) {
    it(`explains exit status ${status}`, () => {
      const detail = `it ended; Result=exit-code ExecMainStatus=${status}`;
      expect(failureError({ ...FAILURE, detail }).remedy).to.include(`exit status ${status}: ${hint}; `);
    });
  }

  it("gives what it does not know a code that it does", () => {
    const error = failureError({ ...FAILURE, code: "of-a-later-version", detail: "the disk is full" });
    expect([error.code, error.remedy]).to.deep.equal([
      "host-script-failed",
      "run the same command again: every step looks first",
    ]);
    expect(error.message).to.include("hermes-gateway-coder.service: the disk is full");
  });
});
