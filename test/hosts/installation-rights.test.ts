import { expect } from "chai";
import type { InstallationInput } from "../../provider/core/installation/installation-schema";
import { parseInstallation } from "../../provider/core/installation/parse-installation";
import { connect } from "../../provider/host/connect.js";
import type { Host } from "../../provider/host/host.js";
import { ensureInstallation, lookAtInstallation } from "../../provider/host/installation/run-installation.js";
import { failure } from "../host/installation/installation-stage";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const OWNER = "organization/fleet/dev::vm1/verified";
/** What an account runs that waits for root: it takes what it can, says who ran it, and answers as Hermes does. */
const TRAP = `id -u >>/tmp/asked-by; touch /root/taken 2>/dev/null; grep -q '^NoNewPrivs:.1' /proc/self/status || id -u >>/tmp/may-rise
echo 'Hermes Agent v0.19.0 (2026.7.20)'`;

describe("an installation among hostile accounts", () => {
  const stage = useLab(1);
  let host: Host;
  const sh = (script: string) => must(stage.host(1), script);
  const asHermes = async (script: string) => {
    const { code, stderr } = await stage.host(1).run(script, { user: "hermes" });
    if (code !== 0) throw new Error(stderr);
  };
  const installation = (written: Partial<InstallationInput>) => {
    const parsed = parseInstallation({ version: "0.19.0", ...written });
    if (!parsed.installation) throw new Error(JSON.stringify(parsed.problems));
    return parsed.installation;
  };
  const ensure = (written: Partial<InstallationInput>) =>
    ensureInstallation(host, installation(written), { owner: OWNER });
  const verify = { from: "verify", executable: "/opt/asked/hermes" } as const;
  /** The numbers of the accounts that ran the trap. */
  const askedBy = () =>
    sh("sort -u /tmp/asked-by 2>/dev/null; cat /tmp/may-rise 2>/dev/null; ls /root/taken 2>/dev/null; true");

  before(async () => {
    host = await connect(stage.connection(1), { hostKeyName: "vm1" });
    // as Debian makes homes, and one that lets others through
    await sh("chmod 755 /home/hermes && mkdir -p /opt/asked");
  });
  after(() => host.close());
  beforeEach(async () => {
    await sh(
      "for f in asked-by may-rise; do : >/tmp/$f; chmod 666 /tmp/$f; done; rm -rf /root/taken /opt/asked/* /home/hermes/trap* /home/hermes/apps",
    );
    await asHermes(
      `printf '#!/bin/sh\\n%s\\n' "$(cat <<'T'\n${TRAP}\nT\n)" >/home/hermes/trap && chmod 755 /home/hermes/trap`,
    );
  });

  const leads: [title: string, prepare: string][] = [
    [
      "whose interpreter",
      "printf '#!/home/hermes/trap\\n' >/opt/asked/hermes && chmod 755 /opt/asked/hermes",
    ],
    ["whose target", "ln -s /home/hermes/trap /opt/asked/hermes"],
    [
      "whose next program",
      "printf '#!/bin/sh\\nexec /home/hermes/trap\\n' >/opt/asked/hermes && chmod 755 /opt/asked/hermes",
    ],
  ];
  for (const [title, prepare] of leads) {
    it(`asks a program of root ${title} is an account's without any rights`, async () => {
      await sh(prepare);
      await ensure(verify);
      expect(await lookAtInstallation(host, installation(verify), { owner: OWNER })).to.deep.equal({
        state: "whole",
        version: "0.19.0",
      });
      expect(await askedBy()).to.match(/^(65533|1000)$/);
    });
  }

  it("asks an account's own program as that account", async () => {
    await ensure({ from: "verify", executable: "/home/hermes/trap" });
    expect(await askedBy()).to.equal("1000");
  });

  it("asks as neither of two accounts a program of one in a directory of the other", async () => {
    await sh(
      "id other >/dev/null 2>&1 || useradd -m other; install -o other -m 755 /home/hermes/trap /home/hermes/trap.other",
    );
    await ensure({ from: "verify", executable: "/home/hermes/trap.other" });
    expect(await askedBy()).to.equal("65533");
  });

  it("never runs as root what is exchanged between a look and a start", async () => {
    await sh("install -m 755 /home/hermes/trap /opt/asked/of-root && chmod 755 /opt/asked");
    const path = "/home/hermes/trap.now";
    await asHermes(`ln -s /opt/asked/of-root ${path}
      (while [ -e /home/hermes/trap ]; do
        ln -sf /home/hermes/trap ${path}.new && mv -T ${path}.new ${path}
        ln -sf /opt/asked/of-root ${path}.new && mv -T ${path}.new ${path}
      done) >/dev/null 2>&1 </dev/null &`);
    for (let refresh = 0; refresh < 12; refresh++)
      await lookAtInstallation(host, installation({ from: "verify", executable: path }), { owner: OWNER });
    expect((await askedBy()).split("\n"))
      .to.not.include.members(["0"])
      .and.not.include("/root/taken");
  });

  it("ends a program that floods, and what it leaves behind", async () => {
    await sh(`cat >/opt/asked/hermes <<'P' && chmod 755 /opt/asked/hermes
#!/bin/sh
setsid sleep 4711 >/dev/null 2>&1 &
exec yes
P`);
    const { code, message } = await failure(ensure(verify));
    expect(code).to.equal("hermes-missing");
    expect(message).to.include("told an account without rights no version");
    expect(message.length).to.be.below(2000);
    expect(await sh("pgrep -f '[s]leep 4711' || echo none")).to.equal("none");
  });

  const roots: [title: string, prepare: string, root: string, says: string][] = [
    ["below an account's directory", "true", "/home/hermes/apps", "/home/hermes belongs to hermes"],
    [
      "behind a link of an account",
      "mkdir -p /opt/apps && ln -sfn /home/hermes /opt/apps/link",
      "/opt/apps/link/apps",
      "/opt/apps/link is a link to /home/hermes",
    ],
    ["below a sticky directory", "true", "/tmp/apps", "/tmp could be written to by other accounts"],
    [
      "whose versions an account has",
      "mkdir -p /opt/apps/versions/1 && chown hermes /opt/apps/versions/1 && ln -sf /root/taken /opt/apps/versions/1/.hermes-fleet.new && touch /opt/apps/versions/1/.hermes-fleet",
      "/opt/apps",
      "/opt/apps/versions/1 belongs to another account",
    ],
  ];
  for (const [title, prepare, root, says] of roots) {
    it(`refuses a root ${title}, and writes nothing there`, async () => {
      await sh(prepare);
      const { code, message } = await failure(ensure({ root }));
      expect(code).to.equal("install-root-unsafe");
      expect(message)
        .to.include(says)
        .and.include("now: nothing was changed")
        .and.include("/opt/hermes-agent");
      expect(await sh("ls -d /home/hermes/apps /tmp/apps /root/taken 2>/dev/null; true")).to.equal("");
      await sh("rm -rf /opt/apps");
    });
  }
});
