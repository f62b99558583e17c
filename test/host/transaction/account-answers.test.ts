import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";

const PARTS = ["10-base.sh", "40-account.sh", "65-life-cycle.sh"]
  .map((name) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8"))
  .join("");

const LOOK = `${PARTS}
OPS=' 0 1'
put user 1 other
put user 0 hermes
put executable 0 /opt/hermes
put home 0 /srv/home
put envKey 0 key
as_account() {
  cat >/dev/null
  if [ "$1" = hermes ]; then printf '%b\\n' "$ANSWER"; fi
}
look_below_homes
for field in hasExecutable hasHome envNow parked startAges; do
  get "$field" 0
  printf '%s=%s\\n' "$field" "$REPLY"
done
get hasExecutable 1
printf '%s' "$REPLY"
uptime_seconds
LOOKED_AT=$REPLY
put maxStarts 0 1
put startsWindow 0 120
[ -z "\${PAUSE-}" ] || { breaker_pause 0; printf 'pause=%s\\n' "$REPLY"; }
`;

describe("what an account answers, to a script that is root", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-answers-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const look = (answer: string, shell = "/bin/sh", variables: Record<string, string> = {}) =>
    spawnSync(shell, ["-c", LOOK, "hermes-fleet", folder, "apply"], {
      env: { PATH: process.env.PATH, ANSWER: answer, HERMES_FLEET_ROOT: folder, ...variables },
      encoding: "utf8",
    }).stdout;

  it("is taken as it is where it is plain", () => {
    expect(look("0\\tok\\tok\\tnone\\tmarker\\t3,70")).to.equal(
      "hasExecutable=ok\nhasHome=ok\nenvNow=none\nparked=marker\nstartAges=3,70\n",
    );
  });

  const counted = (ages: string) =>
    look(`0\\tok\\tok\\tnone\\t-\\t${ages}`, "/bin/sh", { PAUSE: "yes" }).replace(
      /^(?!startAges|pause).*\n/gm,
      "",
    );
  it("is counted with only where a shell can count it", () => {
    expect(counted("3,4")).to.equal("startAges=3,4\npause=20\n");
    for (const ages of ["08", "3,09", "0x1", "1,,2", ",", "1,", "9".repeat(40), "-1", "3;4", "a"]) {
      expect(counted(ages), ages).to.equal("startAges=\npause=0\n");
    }
  });

  it("is about that account's own operations, and a digest is one", () => {
    const foreign = "1\\tok\\tok\\tnone\\t-\\t3";
    expect(look(`${foreign}\\n0\\tok\\tok\\t\\033[2Jnone\\t-\\t3`)).to.match(
      /^hasExecutable=ok\nhasHome=ok\nenvNow=unreadable\nparked=\nstartAges=3\n$/,
    );
  });

  for (const shell of ["/bin/sh", "/bin/bash"]) {
    it(`names no variable and is no arithmetic: ${shell}`, () => {
      const planted = join(folder, "planted");
      const command = `x[$(touch ${planted})]`;
      const lines = [
        `0$(touch ${planted})\\tok\\tok\\tnone\\t-\\t3`,
        `0=1;touch ${planted};x\\tok\\tok\\tnone\\t-\\t3`,
        `0\\tok\\tok\\tnone\\t${command}\\t${command}`,
      ];
      expect(look(lines.join("\\n"), shell)).to.equal(
        "hasExecutable=ok\nhasHome=ok\nenvNow=none\nparked=\nstartAges=\n",
      );
      expect(existsSync(planted)).to.equal(false);
    });
  }
});
