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
      "    | port 8642 is in use",
      "    | exiting",
      "  now: the previous files are back",
      "  remedy: exit status 78 is what Hermes cannot run with: a port that is in use, a token that is, or no platform that connects. `ss -ltnp` on the host shows who has which port; name it in `ports` where only config.yaml on the host has it, so that the plan knows; `journalctl -u hermes-gateway-coder.service -n 50` on the host shows more",
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
    ["1", "Hermes could not start, or another gateway runs in the same home"],
    ["203", "the program is there and could not be executed"],
    ["217", "the account does not exist"],
  ]) {
    it(`explains exit status ${status}`, () => {
      const detail = `it ended; Result=exit-code ExecMainStatus=${status}`;
      expect(failureError({ ...FAILURE, detail }).remedy).to.include(`exit status ${status}: ${hint}`);
    });
  }

  it("explains a result that says more than the exit status, and what was waited for in vain", () => {
    const remedies = [
      "it ended; Result=oom-kill ExecMainStatus=9",
      "it was not ready after 60 s: port 1: nobody listens; Result=success ExecMainStatus=0",
      "it ended; Result=exit-code ExecMainStatus=3",
    ].map((detail) => failureError({ ...FAILURE, detail }).remedy);
    const more = "`journalctl -u hermes-gateway-coder.service -n 50` on the host shows more";
    expect(remedies).to.deep.equal([
      `the machine ran out of memory; ${more}`,
      `compare the profile's \`health.ready\` with what the gateway really does; ${more}`,
      more,
    ]);
  });

  for (const [status, hint] of [
    ["66", "is the lock's: its file is missing or the account may not read it"],
    ["69", "behind a lock is a program that could not be executed: it is missing, or its interpreter is"],
    ["73", "is the lock's: a gateway of another manager runs that this one excludes"],
  ]) {
    it(`explains exit status ${status} of the lock's wrapper`, () => {
      const detail = `it ended; Result=exit-code ExecMainStatus=${status}`;
      expect(failureError({ ...FAILURE, detail }).remedy).to.include(`exit status ${status} ${hint}; `);
    });
  }

  it("names the command that shows root the journal of an account's unit", () => {
    const { remedy } = failureError({ ...FAILURE, unit: "svc/hermes-gateway-coder.service" });
    expect(remedy).to.include(
      "`journalctl _UID=$(id -u svc) _SYSTEMD_USER_UNIT=hermes-gateway-coder.service -n 50` on the host shows more",
    );
  });

  for (const [code, detail, says, does] of [
    [
      "no-user-manager",
      "svc does not linger",
      "has no manager that could run it",
      "loginctl enable-linger svc",
    ],
    ["lock-unusable", "svc cannot read it", "could not take its lock", "access control lists"],
    ["lock-held", "process 7 holds it", "cannot start beside what its exclusion names", "stop that process"],
  ] as const) {
    it(`says what ${code} is and what to do`, () => {
      const error = failureError({ ...FAILURE, unit: "svc/a.service", code, detail });
      expect(error.code).to.equal(code);
      expect(error.message).to.include(`svc/a.service ${says}: ${detail} [${code}]`);
      expect(error.remedy).to.include(does);
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
