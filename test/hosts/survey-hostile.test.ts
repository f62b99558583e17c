import { expect } from "chai";
import type { SeenHost } from "../../provider/core/facts/host-facts";
import { surveyHost } from "../../provider/host/survey/survey-host.js";
import { expectRun } from "../e2e/support/expect-run";
import { must, unitOf } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const CODER = unitOf("coder");
const FORGED = ["unit\\t-\\tssh.service\\tyes", "unit\\tssh.service\\tyes"]
  .flatMap((line) => [line, `${line.replace("unit", "says")}\\tOwner\\tacme/x/y::z`])
  .concat(
    "says\\t-\\tssh.service\\tOwner\\tacme/x/y::z\\nsays\\t-\\tssh.service\\tPriority\\t-9",
    "says\\tssh.service\\tOwner\\tacme/x/y::z\\nsays\\tssh.service\\tPriority\\t-9",
  )
  .join("\\n");

/** What an account does to each of its own processes that a survey started. */
const ATTACKS = {
  "writes forged lines into its output": `printf '${FORGED}\\n' >"/proc/$p/fd/1"`,
  "holds its output open": `setsid sleep 60 >"/proc/$p/fd/1" 2>"/proc/$p/fd/2" &`,
  "stops it": `kill -STOP $p`,
  "floods its output": `(cat /dev/zero | head -c 50000000 | tr '\\0' 'x' >"/proc/$p/fd/1") &`,
};

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
      // its own processes, found by what only a survey has in its arguments
      await run(
        `cat >/tmp/attack <<'ATTACK'
me=$(id -u)
while [ ! -e /tmp/attack.end ]; do
  for d in /proc/[0-9]*; do
    [ -O "$d" ] || continue
    p=\${d#/proc/}
    [ "$p" != $$ ] || continue
    tr '\\0' ' ' <"$d/cmdline" 2>/dev/null | grep -q ' survey ' || continue
    ${attack}
  done
done
ATTACK
rm -f /tmp/attack.end; chmod 755 /tmp/attack; setsid sh /tmp/attack </dev/null >/dev/null 2>&1 &`,
        "hermes",
      );
      try {
        for (let round = 0; round < 5; round += 1) {
          const seen = await look();
          expect(ofSystem(seen)).to.deep.equal(ofSystem(before));
          expect(
            seen.units.filter(({ account }) => account !== undefined && account !== "hermes"),
          ).to.deep.equal([]);
        }
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
