import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repoRoot } from "../../e2e/repo-root";

const PARTS = ["10-base.sh", "40-account.sh"]
  .map((name) => readFileSync(join(repoRoot(), "provider", "host", "script", name), "utf8"))
  .join("");

const LOOK = `${PARTS}
OPS=' 0'
put user 0 hermes
put executable 0 /opt/hermes
put home 0 /srv/home
put envKey 0 key
as_account() { cat >/dev/null; printf '%b\\n' "$ANSWER"; }
look_below_homes
for field in hasExecutable hasHome envNow parked startAges; do
  get "$field" 0
  printf '%s=%s\\n' "$field" "$REPLY"
done
`;

describe("what an account answers, to a script that is root", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hermes-answers-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const look = (answer: string, shell = "/bin/sh") =>
    spawnSync(shell, ["-c", LOOK, "hermes-fleet", folder, "apply"], {
      env: { PATH: process.env.PATH, ANSWER: answer, HERMES_FLEET_ROOT: folder },
      encoding: "utf8",
    }).stdout;

  it("is taken as it is where it is plain", () => {
    expect(look("0\\tyes\\tyes\\tnone\\tmarker\\t3,70")).to.equal(
      "hasExecutable=yes\nhasHome=yes\nenvNow=none\nparked=marker\nstartAges=3,70\n",
    );
  });

  for (const shell of ["/bin/sh", "/bin/bash"]) {
    it(`names no variable and is no arithmetic: ${shell}`, () => {
      const planted = join(folder, "planted");
      const command = `x[$(touch ${planted})]`;
      const lines = [
        `0$(touch ${planted})\\tyes\\tyes\\tnone\\t-\\t3`,
        `0=1;touch ${planted};x\\tyes\\tyes\\tnone\\t-\\t3`,
        `0\\tyes\\tyes\\tnone\\t${command}\\t${command}`,
      ];
      expect(look(lines.join("\\n"), shell)).to.equal(
        "hasExecutable=yes\nhasHome=yes\nenvNow=none\nparked=\nstartAges=\n",
      );
      expect(existsSync(planted)).to.equal(false);
    });
  }
});
