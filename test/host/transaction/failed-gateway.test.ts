import { expect } from "chai";
import { failureError } from "../../../provider/host/transaction/failure.js";

/** As a real gateway left it on a busy port: its output is buffered, so the banner comes after the reason. */
const BUSY_PORT = `Starting hermes-gateway-ops.service - Hermes Agent Gateway (ops)...
Started hermes-gateway-ops.service - Hermes Agent Gateway (ops).
ERROR gateway.run: Gateway exiting cleanly: api_server: Port 8642 already in use.
┌─────────────────────────────────────────────────────────┐
│           ⚕ Hermes Gateway Starting...                 │
├─────────────────────────────────────────────────────────┤
│  Messaging platforms + cron scheduler                    │
│  Press Ctrl+C to stop                                   │
└─────────────────────────────────────────────────────────┘
hermes-gateway-ops.service: Main process exited, code=exited, status=78/CONFIG
hermes-gateway-ops.service: Failed with result 'exit-code'.
`;

function failed(status: number, journal?: string) {
  return failureError({
    host: "vm1",
    unit: "hermes-gateway-ops.service",
    code: "gateway-failed",
    detail: `it is failed; Result=exit-code ExecMainStatus=${status}`,
    ...(journal === undefined ? {} : { journal }),
    standing: "",
  });
}

function shownJournal({ message }: Error): string[] {
  return message.split("\n").flatMap((line) => (line.startsWith("    | ") ? [line.slice(6)] : []));
}

describe("what is said of a gateway that failed", () => {
  it("shows its journal without Hermes' banner, so that the reason is in sight", () => {
    const lines = BUSY_PORT.trimEnd().split("\n");
    expect(shownJournal(failed(78, BUSY_PORT))).to.deep.equal(lines.filter((line) => !/[│┌├└]/.test(line)));
  });

  it("shows eight lines of it at most, the last ones", () => {
    const lines = Array.from({ length: 20 }, (_, number) => `line ${number}`);
    expect(shownJournal(failed(1, lines.join("\n")))).to.deep.equal(lines.slice(-8));
  });

  it("shows no journal where there is none, or nothing but the banner", () => {
    for (const journal of [undefined, "", "│  Press Ctrl+C to stop  │\n"])
      expect(failed(1, journal).message).to.not.include("journal:");
  });

  const hints: [status: number, hint: string][] = [
    [78, "`ss -ltnp` on the host shows who has which port; name it in `ports`"],
    [203, "As a rule the Python that its first line names is missing"],
    [200, "the working directory is missing"],
    [217, "the account does not exist"],
  ];
  for (const [status, hint] of hints) {
    it(`tells by exit status ${status} what to look at`, () => {
      expect(failed(status).remedy).to.include(hint);
    });
  }

  it("by another one, only where there is more to read", () => {
    expect(failed(3).remedy).to.equal(
      "`journalctl -u hermes-gateway-ops.service -n 50` on the host shows more",
    );
  });
});
