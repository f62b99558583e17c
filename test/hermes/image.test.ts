import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { must } from "../hosts/support/inspect";
import { useHermes } from "./support/hermes-stage";

describe("a host with the real Hermes", () => {
  const stage = useHermes();

  it("has the pinned version, as a program that every account may execute", async () => {
    const asHermes = await stage.vm.run("readlink -f $(command -v hermes); hermes --version", {
      user: "hermes",
    });
    const [path, version] = asHermes.stdout.split("\n");
    expect(path).to.equal("/opt/hermes-agent/venv/bin/hermes");
    expect(version).to.match(/^Hermes Agent v0\.19\.0 /);
  });

  it("has its API server: without aiohttp a gateway would run and never listen", async () => {
    await must(stage.vm, "/opt/hermes-agent/venv/bin/python -c 'import aiohttp'");
  });

  it("has nothing of the machine that built it: no name server, package source, pip settings, certificates", async () => {
    const own = await must(
      stage.vm,
      `cat /etc/resolv.conf /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null
       find /etc/pip.conf /etc/xdg/pip /root/.config/pip /root/.pip /run/outer /etc/apt/apt.conf.d/*proxy* \\
         /usr/local/share/ca-certificates/* /var/lib/apt/lists/*_* 2>/dev/null || true`,
    );
    expect(own).to.equal("");
    const certificates = await must(
      stage.vm,
      "grep -c BEGIN /etc/ssl/certs/ca-certificates.crt; grep -c '^[^#!]' /etc/ca-certificates.conf",
    );
    const [trusted, ofDebian] = certificates.split("\n");
    expect(trusted).to.equal(ofDebian);
    for (const name of [...registriesOf(process.env), ...nameServers()]) {
      const found = await must(
        stage.vm,
        // the journal of this run has the words of this very search
        `grep -rlwF --exclude-dir=journal -e ${name} /etc /opt /root /var /usr/local || true`,
      );
      expect(found, name).to.equal("");
    }
  });
});

/** Hosts of package registries that this machine's settings for pip name; PyPI itself is no secret. */
function registriesOf(env: NodeJS.ProcessEnv): string[] {
  const files = ["/etc/pip.conf", `${env.HOME}/.config/pip/pip.conf`, `${env.HOME}/.pip/pip.conf`];
  const texts = [
    ...files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8")),
    ...Object.entries(env).flatMap(([name, value]) => (name.startsWith("PIP_") && value ? [value] : [])),
  ];
  const hosts = texts.flatMap((text) => [...text.matchAll(/https?:\/\/(?:[^@/\s]*@)?([a-z0-9.-]+)/gi)]);
  return [...new Set(hosts.map(([, host = ""]) => host))].filter((host) => !/(^|\.)pypi\.org$/.test(host));
}

function nameServers(): string[] {
  const found = [...readFileSync("/etc/resolv.conf", "utf8").matchAll(/^nameserver\s+(\S+)/gm)];
  return found.map(([, address = ""]) => address).filter((address) => !/^(127\.|::1)/.test(address));
}
