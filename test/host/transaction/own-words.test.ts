import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";

const PARTS = ["10-base.sh", "40-account.sh", "71-state-file.sh", "72-failed.sh"]
  .map((name) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8"))
  .join("");

/** A host whose manager says what the variables say of the gateway's last process. */
const HOST = `${PARTS}
state_text() { printf '%s' "$FILE"; }
bus_properties() { bus_ExecMainPID=$PID bus_ExecMainStartTimestampMonotonic=$STARTED; }
process_of() { REPLY=$RUNS; }
state_of() { REPLY=$INVOCATION; }
journalctl() { printf '%s\\n' "$*"; }
as_account() { cat >/dev/null; printf '%s' "\${LOG-}"; }
put unit 0 a.service
uid=\${OWNER-}
`;

const FILE = JSON.stringify({ pid: 7, start_time: 7050, gateway_state: "startup_failed" });
const ENDED = { FILE, PID: "7", STARTED: "70500999", RUNS: "" };

describe("what counts as a failed gateway's own words", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-words-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(command: string, variables: object, shell = "/bin/sh"): string {
    const { stdout, stderr } = spawnSync(
      shell,
      ["-c", `${HOST}${command}`, "hermes-fleet", folder, "apply"],
      {
        env: { PATH: process.env.PATH, HERMES_FLEET_ROOT: folder, ...variables },
        encoding: "utf8",
        // bash takes a socket for somebody who logs in
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    expect(stderr).to.equal("");
    return stdout;
  }

  const files: [what: string, variables: object, counts: boolean][] = [
    ["of the process that ended", ENDED, true],
    ["of a process that systemd forked a second earlier", { ...ENDED, STARTED: "69500000" }, true],
    ["of the process that runs", { ...ENDED, STARTED: "1", RUNS: "7 7050" }, true],
    ["of another process with its number that runs", { ...ENDED, RUNS: "7 7051" }, false],
    ["of an earlier process", { ...ENDED, PID: "8" }, false],
    ["of an earlier process with its number", { ...ENDED, STARTED: "73500000" }, false],
    ["of a process that the manager does not know", { ...ENDED, PID: "", STARTED: "" }, false],
    ["without a process", { ...ENDED, FILE: '{"gateway_state":"running"}' }, false],
    ["that is broken off", { ...ENDED, FILE: FILE.slice(0, -1) }, false],
    ["with numbers that no shell counts with", { ...ENDED, FILE: FILE.replace("7050", '"08"') }, false],
    ["of a manager with such numbers", { ...ENDED, STARTED: "0870500999" }, false],
  ];
  for (const shell of ["/bin/sh", "/bin/bash"]) {
    for (const [what, variables, counts] of files) {
      it(`${counts ? "is" : "is not"} a state file ${what}: ${shell}`, () =>
        expect(run('own_state 0; cat "$W/state"; echo .', variables, shell)).to.equal(
          `${counts ? (variables as typeof ENDED).FILE : ""}.\n`,
        ));
    }
  }

  it("is what this life of the unit printed, and no other's", () => {
    const words = 'own_words 0; cat "$W/words"';
    const query = "-n 40 -o cat --no-pager --quiet _SYSTEMD_INVOCATION_ID=0a1b";
    expect(run(words, { INVOCATION: "0a1b", RUNS: "" })).to.equal(`${query}\n`);
    expect(run(words, { INVOCATION: "0a1b", RUNS: "", OWNER: "1000" })).to.equal(`${query} _UID=1000\n`);
    for (const INVOCATION of ["", "0a1b; x", "$(id)"])
      expect(run(words, { INVOCATION, RUNS: "" })).to.equal("");
  });

  it("is the last line of its own log while it runs", () => {
    const words = 'own_words 0; cat "$W/words"';
    expect(run(words, { INVOCATION: "", RUNS: "7 70", LOG: "backing off" })).to.equal("backing off");
    expect(run(words, { INVOCATION: "", RUNS: "", LOG: "backing off" })).to.equal("");
  });
});
