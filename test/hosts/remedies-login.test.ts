import { expect } from "chai";
import { expectFailure } from "../e2e/support/expect-run";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";

interface LoginCase {
  readonly code: string;
  readonly how: string;
  readonly user: string;
  readonly brings: string;
  readonly says: RegExp;
  /** What the message printed, run on the host as root. */
  readonly cures: (command: string) => string;
}

const CASES: readonly LoginCase[] = [
  {
    code: "sudo-denied",
    how: "an account without sudo",
    user: "plain",
    brings: ":",
    says: /may not run sudo without a password[\s\S]*or allow it: (echo 'plain .* > \/etc\/sudoers\.d\/hermes-fleet)/,
    cures: (command) => command,
  },
  {
    code: "sudo-denied",
    how: "requiretty",
    user: "admin",
    brings: "echo 'Defaults requiretty' >/etc/sudoers.d/00-tty",
    says: /sudo wants a terminal from admin[\s\S]*: (printf 'Defaults:admin .* > \/etc\/sudoers\.d\/hermes-fleet)/,
    cures: (command) => command,
  },
  {
    code: "tool-missing",
    how: "a start-up file that ends the shell",
    user: "admin",
    brings: "sed -i '1i exit 0' ~admin/.bashrc 2>/dev/null || echo 'exit 0' >~admin/.bashrc",
    says: /a start-up file of admin's shell may end it[\s\S]*let such files act on terminals only, (\[ -t 0 \])/,
    cures: (command) => `sed -i 's/^exit 0$/${command} \\&\\& exit 0/' ~admin/.bashrc`,
  },
];

describe("remedies of a log-in, each followed from the state that it is printed in", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));

  for (const { code, how, user, brings, says, cures } of CASES) {
    it(`${code}, by ${how}`, async () => {
      const fleet = stage.fleet(1, { coder: { environment: { A: how.replaceAll(" ", "-") } } });
      stage.project.writeFleet({ ...fleet, hosts: { vm1: { connection: stage.connection(1, user) } } });
      await must(stage.host(1), brings);
      const failed = await stage.pulumi.up();
      expectFailure(failed, `[${code}]`, "remedy: ");
      const [, command] = says.exec(failed.text) ?? [];
      expect(command, failed.text).to.be.a("string");
      await must(stage.host(1), cures(command ?? ""));
      const cured = await stage.pulumi.up();
      expect(cured.exitCode, cured.text).to.equal(0);
    });
  }
});
