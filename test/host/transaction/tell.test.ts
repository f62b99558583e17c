import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";

const BASE = join(repoRoot(), "provider", "host", "script", "10-base.sh");

describe("what a worker tells its channel", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tell-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a script behind the host script's first part, with the worker's end of a pipe at 6 and a reader's at 7. */
  function run(script: string): string[] {
    const { status, stdout } = spawnSync(
      "sh",
      [
        "-c",
        `base=$1; set -- "$2" apply; . "$base"; mkfifo "$W/told"; exec 7<>"$W/told" 6>"$W/told"; ${script}`,
      ].concat("sh", BASE, folder),
      { encoding: "utf8", timeout: 60_000 },
    );
    expect(status).to.equal(0);
    return stdout.split("\n").slice(0, -1);
  }
  const many = `n=0; while [ "$n" -lt 3000 ]; do tell "line $n: some more words, as they are told of a gateway"; n=$((n + 1)); done`;
  const rest = `exec 6>&- 5<"$W/told" 7>&-; cat <&5`;

  it("arrives whole as long as it is read, however much it is", () => {
    const read = `until [ "$(wc -l <"$W/read")" -gt "$n" ]; do sleep 0.01; done`;
    const told = many.replace("n=$((n + 1))", `[ $((n % 100)) -ne 99 ] || ${read}; n=$((n + 1))`);
    const lines = run(`cat <&7 >"$W/read" & ${told}; cat "$W/read"; kill $!`);
    expect(lines).to.have.length(3000);
    expect(lines.at(-1)).to.match(/^line 2999: /);
  });

  it("does not hold it up where nobody reads, and goes on where somebody reads again", () => {
    const lines = run(`${many}; head -c 20000 <&7 >/dev/null; tell "and then"; ${rest}`);
    expect(lines.at(-1)).to.equal("and then");
    expect(lines.length).to.be.within(100, 2999);
    const whole = /^line \d+: some more words, as they are told of a gateway$/;
    // The first one was cut by the reader.
    expect(lines.slice(1, -1).filter((line) => !whole.test(line))).to.deep.equal([]);
  });

  it("is no more than a usual pipe takes on a host whose dd knows no such way", () => {
    const lines = run(`dd() { return 1; }; ${many}; ${rest}`);
    const bytes = lines.join("\n").length + 1;
    expect(bytes).to.be.within(23_000, 24_000);
  });
});
