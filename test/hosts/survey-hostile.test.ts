import { expect } from "chai";
import type { SeenHost } from "../../provider/core/facts/host-facts";
import { surveyHost } from "../../provider/host/survey/survey-host.js";
import { expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const LINES = [
  ...["unit\t-\tssh.service\tyes", "says\t-\tssh.service\tOwner\tacme/x/y::z"],
  ...[
    "says\t-\tssh.service\tPriority\t-9",
    "unit\tssh.service\tyes",
    "says\tssh.service\tOwner\tacme/x/y::z",
  ],
  ...[
    "listen\t22\t/system.slice/evil.service\tevil",
    "of\tother\tunit\tevil.service\tyes",
    "end",
    "fail\tno-systemd\tx",
  ],
];

/** What an account does with each of its own processes that a survey started: `$pid`, and `$out`, their output. */
const ATTACKS = {
  "writes forged lines into its output": `my $t = "\n${LINES.join("\n")}\n"; POSIX::write($out, $t, length $t)`,
  "holds its output open": "push @held, $out; $keep = 1",
  "stops it": "kill 'STOP', $pid",
  "floods its output": "my $t = 'x' x 1e6; POSIX::write($out, $t, 1e6) for 1 .. 50",
};

/** By `pidfd_getfd(2)`, which a process may ask of another one of its account. */
const program = (attack: string) => `use POSIX ();
$SIG{PIPE} = $SIG{XFSZ} = 'IGNORE';
my @held;
while (!-e '/tmp/attack.end') {
  for my $dir (glob '/proc/[0-9]*') {
    my ($pid) = $dir =~ /([0-9]+)/;
    next if $pid == $$ || ((stat $dir)[4] // -1) != $>;
    open(my $file, '<', "$dir/cmdline") or next;
    read($file, my $words, 1e6);
    next unless ($words // '') =~ /\\0survey\\0/;
    my $process = syscall(434, $pid + 0, 0);
    next if $process < 0;
    my ($out, $keep) = syscall(438, $process, 1, 0);
    POSIX::close($process);
    next if $out < 0;
    open(my $log, '>>', '/tmp/attack.done'); print $log "$pid\n"; close $log;
    ${attack};
    POSIX::close($out) unless $keep;
  }
}
`;

describe("a survey of a host with an account that attacks it", () => {
  const FLEET = { survey: "warn", exclusion: "all" } as const;
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: { priority: 5 } }, FLEET) }));
  const run = (script: string, user = "root") =>
    stage
      .host(1)
      .run(script, { user })
      .then(({ stdout }) => stdout);
  const look = (): Promise<SeenHost> =>
    surveyHost(stage.connection(1), {
      hostKeyName: "vm1",
      deadlineMs: 20_000,
      connectMs: 10_000,
      accounts: ["hermes"],
      env: {},
    });
  const ofSystem = ({ units, ...host }: SeenHost) => ({
    ...host,
    incomplete: undefined,
    units: units.filter(({ scope }) => scope === "system"),
  });

  before(async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    await run("mkdir -p .config/systemd/user", "hermes");
    await run(
      `printf '[Service]\\nExecStart=/bin/true\\n' >.config/systemd/user/${unitOf("own")}
       mkfifo .config/systemd/user/${unitOf("fifo")}
       for n in $(seq 150); do yes '# time for an attack' | head -n 4900 >.config/systemd/user/hermes-gateway-fill$n.service; done`,
      "hermes",
    );
  });

  for (const [what, attack] of Object.entries(ATTACKS))
    it(`${what}: the facts of the system stay as they are, and the survey ends`, async () => {
      const before = await look();
      await run(
        `rm -f /tmp/attack.*; cat >/tmp/attack <<'ATTACK'\n${program(attack)}ATTACK
         setsid perl /tmp/attack </dev/null >/dev/null 2>&1 &`,
        "hermes",
      );
      try {
        for (let round = 0; round < 3; round += 1) {
          const seen = await look();
          expect(ofSystem(seen)).to.deep.equal(ofSystem(before));
          expect(
            seen.units.filter(({ account }) => account !== undefined && account !== "hermes"),
          ).to.deep.equal([]);
        }
        expect(await run("test -s /tmp/attack.done && echo attacked")).to.equal("attacked\n");
      } finally {
        await run("touch /tmp/attack.end", "hermes");
      }
    });

  it("a unit file that is a FIFO, or leads to one, holds up nothing", async () => {
    await run(
      `mkfifo /home/hermes/pipe; ln -s /home/hermes/pipe /etc/systemd/system/hermes-gateway-linked.service`,
    );
    const began = performance.now();
    const seen = await look();
    expect(performance.now() - began).to.be.lessThan(15_000);
    expect(seen.units.map(({ name }) => name))
      .to.include(unitOf("own"))
      .and.to.not.include(unitOf("fifo"));
    await run("rm /etc/systemd/system/hermes-gateway-linked.service");
  });

  it("a user manager that invents units and marks makes no gateway of the system name any of them", async () => {
    const text = `[Service]\\nExecStart=/bin/true\\n\\n[X-Hermes-Fleet]\\nOwner=acme/other/prod::x\\nPriority=-99\\nClaims=\\n`;
    await run(
      `cd .config/systemd/user && for n in ssh dbus hermes-gateway-evil; do printf '${text}' >$n.service; done`,
      "hermes",
    );
    const preview = await stage.pulumi.preview();
    expect(preview.text).to.include("contends-with-another-stack").and.include("neither stops the other");
    await stage.pulumi.up();
    expect(await must(stage.host(1), `cat /etc/systemd/system/${CODER}`)).to.not.match(
      /^(Conflicts|Before)=/m,
    );
    expect(await run("systemctl is-active ssh.service")).to.equal("active\n");
  });

  it("leaves nothing on the host", async () => {
    expect(await run("ls -d /run/hermes-fleet-survey* 2>/dev/null")).to.equal("");
  });
});
