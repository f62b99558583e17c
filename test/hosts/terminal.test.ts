import { expect } from "chai";
import { expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const PROBE = "/usr/local/sbin/runuser";
/** Stands before runuser: whether a program that is about to run as an account has a terminal to push letters into. */
const SEES = `#!/bin/sh
if (: </dev/tty) 2>/dev/null; then echo terminal; else echo none; fi | sed "s/$/ $2/" >>/run/terminals
exec /usr/sbin/runuser "$@"
`;

describe("what runs as an account while an operator sits at a terminal", () => {
  const stage = useLab(1);
  const onTerminal = async (command: string) => {
    await must(
      stage.host(1),
      `: >/run/terminals; script -qec ${JSON.stringify(command)} /dev/null </dev/null; true`,
    );
    return must(stage.host(1), "grep -v root /run/terminals | sort -u");
  };
  const declare = (more: object = {}) => {
    const coder = { scope: "user", ...more } as const;
    stage.project.writeFleet(stage.fleet(1, { coder }));
  };

  before(() => must(stage.host(1), `cat >${PROBE} <<'P' && chmod 755 ${PROBE}\n${SEES}P\ncommand -v script`));

  it("is seen by the probe where nothing takes the terminal away", async () => {
    expect(await onTerminal("runuser -u hermes -- true")).to.equal("terminal hermes");
  });

  it("has none of the operator's in an undo by hand", async () => {
    declare();
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    declare({ restartSec: 7 });
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "update" });
    expect(
      await onTerminal("sh /var/lib/hermes-fleet/guard undo 2 || sh /var/lib/hermes-fleet/guard undo 1"),
    ).to.equal("none hermes");
    expect(
      await must(
        stage.host(1),
        `grep -c RestartSec=7 /home/hermes/.config/systemd/user/${unitOf("coder")} || true`,
      ),
    ).to.equal("0");
  });
});
