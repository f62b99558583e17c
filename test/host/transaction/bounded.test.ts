import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";

const PART = readFileSync(join(repoRoot(), "provider", "host", "script", "11-bounded.sh"), "utf8");

describe("a program of an account's beside root", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-bounded-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What root's script has of the program, and how it ended; `root` is what root does with it. */
  function run(program: string, root: string, shell = "/bin/sh") {
    const script = `${PART}\nW=$1\nneed_work() { :; }\n${root}\n`;
    const { stdout, stderr, status } = spawnSync(shell, ["-c", script, "root", folder, program], {
      encoding: "utf8",
      timeout: 40_000,
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(readdirSync(folder)).to.deep.equal([]);
    return { stdout, stderr, status };
  }
  const ANSWER = 'answer=$(bounded 20 /bin/sh -c "$2" </dev/null 2>/dev/null); echo "$? $answer"';

  for (const shell of ["/bin/sh", "/bin/bash"]) {
    it(`is heard with its status, and reads what it is given: ${shell}`, () => {
      const root = 'echo given >"$W/in"; bounded 20 /bin/sh -c "$2" <"$W/in"; echo "$?"; rm "$W/in"';
      expect(run("cat; echo said >&2; exit 7", root, shell)).to.deep.equal({
        stdout: "given\n7\n",
        stderr: "said\n",
        status: 0,
      });
    });

    it(`is not waited for beyond its end by who has its pipes out of reach: ${shell}`, () => {
      const held = "setsid sh -c 'sleep 30' & echo said; exit 0";
      expect(
        run(held, 'bounded 20 /bin/sh -c "$2" </dev/null >/dev/null 2>/dev/null; echo "$?"', shell).stdout,
      ).to.equal("0\n");
      expect(run(held, `${ANSWER} | cut -c 1`, shell).stdout).to.equal("0\n");
      expect(run(held, 'bounded 20 /bin/sh -c "$2" </dev/null | head -c 0; echo on', shell).stdout).to.equal(
        "on\n",
      );
    });
  }

  it("is heard in full though something out of reach keeps its pipes", () => {
    const held = "setsid sh -c 'sleep 30' & printf 'one\\ntwo'; echo wrong >&2; exit 3";
    expect(run(held, 'bounded 20 /bin/sh -c "$2" </dev/null; echo "; $?"')).to.deep.equal({
      stdout: "one\ntwo; 3\n",
      stderr: "wrong\n",
      status: 0,
    });
  });

  it("is ended with its whole group at its deadline", () => {
    const { stdout } = run(
      'echo $$; sleep 300 & mkfifo "$0.fifo" 2>/dev/null; sleep 300',
      'pid=$(bounded 1 /bin/sh -c "$2" "$W/../x" </dev/null 2>/dev/null); echo $?; rm -f "$W/../x.fifo"; kill -0 -- "-$pid" 2>/dev/null || ps -e -o pgid= | grep -c "^ *$pid$"',
    );
    expect(stdout).to.equal("124\n0\n");
  });

  it("leaves no child in its group when it ends", () => {
    const root =
      'pid=$(bounded 20 /bin/sh -c "$2" </dev/null 2>/dev/null); sleep 0.5; ps -e -o pgid=,stat= | grep -c "^ *$((pid))  *[^Z ]" || true';
    expect(run("sleep 300 >/dev/null 2>&1 & ps -o pgid= -p $$; exit 0", root).stdout).to.equal("0\n");
  });

  it("has a session of its own, without root's terminal, and none of root's descriptors", () => {
    const root = `exec 6>"$W/6" 7>"$W/7" 8>"$W/8" 9>"$W/9"; ${ANSWER}; rm "$W"/*`;
    const program =
      'ls -l /proc/self/fd | grep -c "/[6789]$"; [ "$(ps -o sid= -p $$)" -eq "$(ps -o pgid= -p $$)" ] && echo own';
    expect(run(program, root).stdout).to.equal("0 0\nown\n");
  });

  it("is cut at the size that root takes", () => {
    const root =
      'MOST_BYTES=100000; bounded 20 /bin/sh -c "$2" </dev/null 2>"$W/err" | wc -c; wc -c <"$W/err"; rm "$W/err"';
    expect(run("yes | head -c 5000000 & yes | head -c 5000000 >&2; wait", root).stdout).to.equal(
      "100000\n100000\n",
    );
  });
});
