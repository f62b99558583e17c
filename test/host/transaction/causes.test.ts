import { expect } from "chai";
import { CAUSES, causesOf } from "../../../provider/host/transaction/causes.js";
import type { Failure } from "../../../provider/host/transaction/failure.js";
import { failureError } from "../../../provider/host/transaction/failure.js";

const ENDED = "it ended within 1 s of its start and is failed; Result=exit-code ExecMainStatus=78";
const NOT_READY = "it was not ready after 8 s: port 1: nobody listens; Result=success ExecMainStatus=0";

const FAILURE: Failure = {
  host: "vm1",
  unit: "hermes-gateway-coder.service",
  code: "gateway-failed",
  detail: ENDED,
  user: "hermes",
  home: "/home/hermes/.hermes/profiles/coder",
  standing: "the previous files are back",
};

type Platforms = Readonly<Record<string, object>>;

function stateFile(platforms: Platforms, rest: object = {}): string {
  return JSON.stringify({ gateway_state: "running", exit_reason: null, platforms, ...rest });
}

const platform = (state: string, code: string | null, message: string | null = null) => ({
  state,
  error_code: code,
  error_message: message,
});

/** As Hermes 0.19.0 prints and writes it; the table's row, what is said, the cause, the beginning of the remedy. */
const ROWS: readonly [row: keyof typeof CAUSES, said: Partial<Failure>, cause: string, remedy: string][] = [
  [
    "port-in-use",
    {
      state: stateFile(
        { api_server: platform("fatal", "api_server_port_in_use", "Port 8642 already in use. Set …") },
        { gateway_state: "startup_failed", exit_reason: "api_server: Port 8642 already in use. Set …" },
      ),
    },
    "a port that is in use: 8642, says platform api_server (api_server_port_in_use)",
    "`ss -ltnp` on the host shows who has which port; give the profile another one",
  ],
  [
    "port-in-use",
    { words: "ERROR gateway.run: Gateway exiting cleanly: api_server: Port 8642 already in use." },
    "a port that is in use: 8642",
    "`ss -ltnp` on the host shows who has which port; ",
  ],
  [
    "port-in-use",
    { words: "OSError: [Errno 98] error while attempting to bind: address already in use" },
    "a port that is in use",
    "`ss -ltnp` on the host shows who has which port; ",
  ],
  [
    "token-lock",
    {
      detail:
        "it was not ready after 8 s: platform signal: retrying, signal-phone_lock; Result=success ExecMainStatus=0",
      state: stateFile({
        signal: platform(
          "retrying",
          "signal-phone_lock",
          "Signal account already in use (PID 457). Stop the other gateway first.",
        ),
      }),
    },
    "another gateway of this account has the same credential (PID 457), says platform signal (signal-phone_lock)",
    "`systemctl status 457` on the host shows whose it is: stop that gateway",
  ],
  [
    "token-lock",
    {
      detail: NOT_READY,
      state: stateFile({ irc: platform("fatal", "lock_conflict", "IRC identity in use") }),
    },
    "another gateway of this account has the same credential, says platform irc (lock_conflict)",
    "stop that gateway, or give this profile a credential of its own in `env`",
  ],
  [
    "token-elsewhere",
    { detail: NOT_READY, state: stateFile({ telegram: platform("fatal", "telegram_polling_conflict") }) },
    "somebody else uses the same credential, on this host or another, says platform telegram (telegram_polling_conflict)",
    "stop the other program, or have the messenger make a new token",
  ],
  [
    "billing",
    { words: "API call failed after 3 retries. HTTP 402: Payment Required | provider=openrouter model=x" },
    "the model's provider refuses to go on unpaid (HTTP 402: credits or quota are used up)",
    "top up the account at the provider, or declare another model or provider in `config`",
  ],
  [
    "already-running",
    { words: "\n❌ Gateway already running (PID 812).\n   Use 'hermes gateway restart' to replace it," },
    "another gateway runs in the same home (PID 812)",
    "`systemctl status 812` on the host shows whose it is: stop it, or give the profile a home of its own",
  ],
  [
    "multiplexed",
    {
      words: "✗ The default gateway is running as a profile multiplexer and already serves profile 'coder'.",
    },
    "the gateway of the profile default serves the profile coder itself",
    "switch multiplexing off in the profile default (`gateway.multiplex_profiles: false`)",
  ],
  [
    "api-key",
    { words: "[Api_Server] Refusing to start: API_SERVER_KEY is a placeholder or too short (<16 chars)." },
    "the API server does not start without a key of 16 characters or more",
    "declare `env.API_SERVER_KEY`; `openssl rand -hex 32` makes one",
  ],
  [
    "too-many-starts",
    { words: "Gateway (re)started 6 times in 120s — backing off 10s to break a respawn storm." },
    "Hermes was started too often and sleeps 10 s before it serves",
    "mend what made it end so often; `rm /home/hermes/.hermes/profiles/coder/gateway-starts.log` on the host",
  ],
  [
    "module-missing",
    { words: "ModuleNotFoundError: No module named 'hermes_cli'" },
    "the Python that runs Hermes lacks a package: hermes_cli",
    "install Hermes again with what its platforms need",
  ],
  [
    "module-missing",
    { detail: NOT_READY, state: stateFile({ weixin: platform("retrying", "weixin_missing_dependency") }) },
    "the Python that runs Hermes lacks a package, says platform weixin (weixin_missing_dependency)",
    "install Hermes again with what its platforms need",
  ],
  [
    "permission-denied",
    { words: "PermissionError: [Errno 13] Permission denied: '/home/hermes/.hermes/logs'" },
    "hermes may not use a file or directory that Hermes needs",
    "`find /home/hermes/.hermes/profiles/coder ! -user hermes` on the host shows what belongs to somebody else",
  ],
];

describe("what a gateway said itself", () => {
  for (const [row, said, cause, remedy] of ROWS) {
    it(`is recognised as ${row}: ${cause}`, () => {
      const error = failureError({ ...FAILURE, ...said });
      const causes = error.message.split("\n").filter((line) => line.startsWith("  cause: "));
      expect(causes).to.deep.equal([`  cause: ${cause}`]);
      expect(error.remedy.slice(0, remedy.length)).to.equal(remedy);
      expect(error.remedy).to.match(/; `journalctl -u \S+ -n 50` on the host shows more$/);
      expect(error.remedy).to.not.match(/exit status 78|compare the profile's/);
    });
  }

  it("has a row of this table for every row of the other", () =>
    expect(new Set(ROWS.map(([row]) => row))).to.deep.equal(new Set(Object.keys(CAUSES))));

  it("as several things is several lines, in the table's order, each once", () => {
    const words = [
      "PermissionError: a",
      "Permission denied: b",
      "Port 1 already in use",
      "Port 2 already in use",
    ].join("\n");
    expect(causesOf({ ...FAILURE, words }).map(({ cause }) => cause)).to.deep.equal([
      "a port that is in use: 1",
      "hermes may not use a file or directory that Hermes needs",
    ]);
  });

  it("is not recognised in anything else: the hints are those of its exit status", () => {
    const unknown: Partial<Failure>[] = [
      {},
      { words: "Connected to port 8642\nusage: 402 tokens\nlocked\n" },
      { state: "no JSON" },
      { state: "[1]" },
      { state: stateFile({ signal: platform("connected", "signal-phone_lock") }) },
      { state: '{"__proto__":{"exit_reason":"Port 1 already in use"},"platforms":{"__proto__":null}}' },
      { journal: "Port 8642 already in use, of an earlier life\n" },
    ];
    for (const said of unknown) {
      const { message, remedy } = failureError({ ...FAILURE, ...said });
      expect(message).to.not.include("cause:");
      expect(remedy).to.match(/^exit status 78 is what Hermes cannot run with: /);
    }
  });

  it("of platforms counts where the gateway was waited for, and where it ended because of them", () => {
    const state = (rest: object) => stateFile({ signal: platform("retrying", "signal-phone_lock") }, rest);
    const counted = (detail: string, rest: object = {}) =>
      causesOf({ ...FAILURE, detail, state: state(rest) });
    expect(counted(NOT_READY)).to.have.length(1);
    expect(counted(ENDED, { gateway_state: "startup_failed" })).to.have.length(1);
    expect(counted(ENDED)).to.deep.equal([]);
    expect(
      counted("it was not ready after 8 s: platform irc: fatal; Result=success ExecMainStatus=0"),
    ).to.deep.equal([]);
  });

  it("is never repeated, but for numbers and plain names", () => {
    const secret = "s3cret-t0ken";
    const { message, remedy } = failureError({
      ...FAILURE,
      detail: NOT_READY,
      words: `${secret} Permission denied ${secret}`,
      state: stateFile(
        {
          signal: platform(
            "retrying",
            "signal-phone_lock",
            `${secret} already in use. Stop the other gateway first.`,
          ),
          [`x ${secret}`]: platform("fatal", "a_port_in_use"),
          line: platform("fatal", `${secret} \n line-token_lock`, `Port 7 already in use ${secret}`),
        },
        { exit_reason: `insufficient credits ${secret}` },
      ),
    });
    expect(message.match(/cause: /g)).to.have.length(4);
    expect(message + remedy).to.not.include(secret);
  });
});
