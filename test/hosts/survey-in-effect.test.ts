import { expect } from "chai";
import type { SeenHost } from "../../provider/core/facts/host-facts";
import { surveyHost } from "../../provider/host/survey/survey-host.js";
import { until } from "../e2e/until";
import { must } from "./support/inspect";
import { useLab } from "./support/lab-stage";

const unit = (home: string, command = "/usr/local/bin/hermes gateway run") => `[Service]
User=hermes
Environment="TOKEN=canary-91" "HERMES_HOME=/home/hermes/${home}"
ExecStart=${command}
[Install]
WantedBy=multi-user.target
`;

describe("a survey tells what is in effect on a host, whatever its name", () => {
  const stage = useLab(1, () => ({}));
  const run = (script: string) => must(stage.host(1), script);
  const write = (path: string, text: string) =>
    run(`mkdir -p $(dirname ${path}); cat >${path} <<'TEXT'\n${text}TEXT`);
  let seen: SeenHost;
  const named = (name: string) => seen.units.filter((one) => one.name === name);

  before(async () => {
    await run(
      `useradd --create-home --home-dir /srv/agents/svc --shell /usr/sbin/nologin --system svc
       cd /home/hermes && for n in 1 2 3; do runuser -u hermes -- sh -c "mkdir -p h$n; echo API_SERVER_PORT=1880$n >h$n/.env"; done`,
    );
    await write("/etc/systemd/system/hermes-gw@.service", unit("%i"));
    await write("/usr/lib/systemd/system/hermes.service", unit("h2"));
    await write("/etc/systemd/system/assistant.service", unit("h3"));
    await write("/etc/systemd/system/hermes-api-x.service", unit("h9"));
    await write(
      "/etc/systemd/system/hermes-api-x.service.d/10-home.conf",
      "[Service]\nEnvironment=HERMES_HOME=/srv/h9\n",
    );
    await write("/etc/systemd/system/hermes-.service.d/20-all.conf", "[Service]\nNice=5\n");
    await write(
      "/etc/systemd/system/backup.service",
      "[Service]\nType=oneshot\nExecStart=/usr/bin/tar cf /x /home\n",
    );
    await run(
      `systemctl daemon-reload; systemctl enable --now hermes-gw@h1.service; systemctl start hermes.service assistant.service
       systemd-run --unit=web perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 18809, Listen => 1); sleep 600'
       loginctl enable-linger other; cd /home/other && runuser -u other -- mkdir -p .config/systemd/user`,
    );
    await write(
      "/home/other/.config/systemd/user/hermes-gateway-o.service",
      unit("o").replace("User=hermes\n", ""),
    );
    await run("chown -R other: /home/other/.config");
    const listening = "ss -Hltn | grep -c ':1880[1239] ' || true";
    await until("the gateways listen", async () => (await run(listening)) === "4");
    seen = await surveyHost(stage.connection(1), {
      hostKeyName: "vm1",
      deadlineMs: 20_000,
      connectMs: 10_000,
      accounts: ["svc", "hermes"],
      env: {},
    });
  });

  it("an enabled instance of a template is enabled, and its ports are its own", () => {
    expect(
      named("hermes-gw@h1.service").map(({ enabled, ports, gateway }) => [enabled, ports, gateway]),
    ).to.deep.equal([[true, [18801], true]]);
  });

  it("a unit outside of /etc is seen, with where it is; one of any name, by what it runs", () => {
    expect(
      named("hermes.service").map(({ enabled, ports, fragmentPath, home }) => [
        enabled,
        ports,
        fragmentPath,
        home,
      ]),
    ).to.deep.equal([[false, [18802], "/lib/systemd/system/hermes.service", "/home/hermes/h2"]]);
    expect(
      named("assistant.service").map(({ ports, gateway, home }) => [ports, gateway, home]),
    ).to.deep.equal([[[18803], true, "/home/hermes/h3"]]);
    expect(named("backup.service")).to.deep.equal([]);
  });

  it("a home counts as drop-ins leave it", () => {
    expect(named("hermes-api-x.service").map(({ home, activeState }) => [home, activeState])).to.deep.equal([
      ["/srv/h9", "inactive"],
    ]);
  });

  it("drop-ins are told of by path, also those for a prefix", () => {
    const paths = seen.dropIns?.map(({ path, sets }) => `${path} ${sets.join()}`);
    expect(paths).to.include("/etc/systemd/system/hermes-.service.d/20-all.conf Nice");
    expect(paths).to.include("/etc/systemd/system/hermes-api-x.service.d/10-home.conf Environment");
  });

  it("who listens on a port is named with its unit and process", () => {
    expect(seen.listeners?.filter(({ port }) => port === 18809)).to.deep.equal([
      { port: 18809, process: "perl", unit: "web.service" },
    ]);
  });

  it("homes are those of passwd, and accounts that run no profile are asked too", () => {
    expect(seen.homes?.svc).to.equal("/srv/agents/svc");
    expect(named("hermes-gateway-o.service").map(({ account }) => account)).to.deep.equal(["other"]);
  });

  it("and nothing of an environment but homes, ports and names", () => {
    expect(JSON.stringify(seen)).to.not.include("canary-91");
    expect(seen.incomplete).to.equal(undefined);
  });
});
