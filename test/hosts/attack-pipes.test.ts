import { expect } from "chai";
import type { ProfileInput } from "../../provider/core/schema/fleet-schema";
import { expectRun } from "../e2e/support/expect-run";
import { must, remains, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const NAME = "hermes/vm1/coder";
const HOME = "/home/hermes/.hermes/profiles/coder";

/**
 * Takes the standard streams of every program that root runs as this account and keeps them. An account does that to its
 * own processes with pidfd_getfd, where its kernel lets it; here root does it in its place. Pipes between processes of the
 * account alone are left out: with one of them it only stops its own program, which ends at its deadline.
 */
const HOLDER = `
open my $told, ">", "/root/held"; $told->autoflush(1);
my (%seen, @kept);
while (1) {
  select undef, undef, undef, 0.002;
  for my $dir (glob "/proc/[0-9]*") {
    my ($pid) = $dir =~ /(\\d+)/;
    next if $seen{$pid} or ((stat $dir)[4] // 0) != 1000;
    open my $f, "<", "$dir/cmdline" or next; my $line = join "", <$f>; close $f;
    next unless $line =~ /hermes-fleet/;
    $seen{$pid} = 1;
    for my $stream (0, 1, 2) {
      my $what = readlink("$dir/fd/$stream") // next;
      next if $what =~ /^pipe:/;
      open my $kept, "+<", "$dir/fd/$stream" or next;
      push @kept, $kept;
      print $told "$stream $what\\n";
    }
  }
}`;

describe("an account that keeps what root's programs write to, and puts pipes in the place of files", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: { scope: "user", soul: "one\n" } }) }));
  const write = (coder: ProfileInput) =>
    stage.project.writeFleet(stage.fleet(1, { coder: { scope: "user", soul: "one\n", ...coder } }));
  const free = () => must(stage.host(1), "flock -n /run/hermes-fleet.lock true && echo free");
  const asHermes = (script: string) => must(stage.host(1), `runuser -u hermes -- sh -c '${script}'`);

  before(async () => expect((await stage.pulumi.up()).exitCode).to.equal(0));

  it("holds up nobody with pipes that it has kept, and the lock is free afterwards", async function () {
    // Each program that it meets costs root half a second.
    this.timeout(300_000);
    await must(stage.host(1), `cat >/tmp/holder.pl <<'P'\n${HOLDER}\nP\nchmod 755 /tmp/holder.pl`);
    await asHermes(`yes A=1 | head -c 20000000 >>${HOME}/.env`);
    await must(stage.host(1), "systemd-run --quiet --unit=holder perl /tmp/holder.pl");
    write({ soul: "two\n", environment: { A: "1" } });
    // It ends, as a change or as an error of this gateway: what the account keeps it may also cut.
    await stage.pulumi.up();
    expect([await serving(stage.host(1)), await free()]).to.deep.equal([["coder"], "free"]);
    expect(await must(stage.host(1), "grep -q '^1 .*pipe' /root/held && echo held")).to.equal("held");
    await must(stage.host(1), "systemctl stop holder");
    await asHermes(`grep -v ^A=1 ${HOME}/.env >${HOME}/new; mv ${HOME}/new ${HOME}/.env`);
  });

  for (const file of ["config.yaml", "gateway-starts.log", "gateway.pid"]) {
    it(`a pipe for ${file} keeps no change and no refresh waiting`, async () => {
      await asHermes(`mv ${HOME}/${file} ${HOME}/kept 2>/dev/null; mkfifo ${HOME}/${file}`);
      write({ environment: { A: file } });
      expectRun(await stage.pulumi.up(), { [NAME]: "update" });
      expect([await serving(stage.host(1)), await free()]).to.deep.equal([["coder"], "free"]);
      await asHermes(`rm ${HOME}/${file}; mv ${HOME}/kept ${HOME}/${file} 2>/dev/null; true`);
    });
  }

  it("pipes for unit files and drop-ins beside its gateway's keep no change waiting", async () => {
    const units = "/home/hermes/.config/systemd/user";
    await asHermes(
      `mkfifo ${units}/x.service && mkdir -p ${units}/y.service.d && mkfifo ${units}/y.service.d/x.conf`,
    );
    write({ environment: { A: "units" } });
    expectRun(await stage.pulumi.up(), { [NAME]: "update" });
    expect([await serving(stage.host(1)), await free()]).to.deep.equal([["coder"], "free"]);
    await asHermes(`rm -r ${units}/x.service ${units}/y.service.d`);
  });

  it("destroy leaves nothing", async () => {
    expectRun(await stage.pulumi.destroy(), { [NAME]: "delete" });
    expect([await remains(stage.host(1)), await serving(stage.host(1))]).to.deep.equal(["", []]);
  });
});
