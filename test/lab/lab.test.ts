import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { Client } from "ssh2";
import { run } from "./command";
import { adminPassword } from "./image/recipe";
import { Lab } from "./lab";
import type { LabHost } from "./lab-host";
import { allSlots } from "./machine/slot";
import { tracesOf } from "./traces";

const buildTimeoutMs = 15 * 60_000;

describe("lab", function () {
  this.timeout(60_000);
  let lab: Lab;
  let first: LabHost;
  let second: LabHost;

  before(async function () {
    this.timeout(buildTimeoutMs);
    lab = await Lab.up(2, { name: "labtest" });
    [first, second] = lab.hosts as [LabHost, LabHost];
  });

  after(async () => {
    await lab?.down();
  });

  it("starts hosts whose systemd is running, each with its own identity", async () => {
    const facts = "systemctl is-system-running; hostname; cat /etc/machine-id";
    const [one, two] = await Promise.all(
      lab.hosts.map(async (host) => (await host.run(facts)).stdout.split("\n")),
    );
    expect(one?.slice(0, 2)).to.deep.equal(["running", "labtest1"]);
    expect(two?.slice(0, 2)).to.deep.equal(["running", "labtest2"]);
    expect(one?.[2])
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(two?.[2]);
    expect(new Set([...first.hostKeys, ...second.hostKeys]).size).to.equal(4);
    expect(first.hostKeys.map((key) => key.split(" ")[0])).to.deep.equal([
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
    ]);
  });

  it("gives a script its standard input and its account's home", async () => {
    const input = "one $HOME\n'two'\n";
    const said = await first.run('pwd; cat; echo "$(id -un)" >&2; exit 3', { user: "hermes", input });
    expect(said).to.deep.equal({ code: 3, stdout: `/home/hermes\n${input}`, stderr: "hermes\n" });
  });

  it("lets every account in by key, and only admin has sudo", async () => {
    const answers = await Promise.all(
      ["root", "admin", "plain", "hermes", "other"].map((user) =>
        login(lab, first, user, "echo $(id -un) $(id -u) $(sudo -n id -u 2>&1)"),
      ),
    );
    const refusal = "sudo: a password is required";
    expect(answers).to.deep.equal([
      "root 0 0",
      "admin 1002 0",
      `plain 1003 ${refusal}`,
      `hermes 1000 ${refusal}`,
      `other 1001 ${refusal}`,
    ]);
  });

  it("lets admin in by password, and nobody by a wrong one", async () => {
    expect(await passwordLogin(first, adminPassword)).to.equal("ready");
    expect(await passwordLogin(first, "wrong")).to.equal("client-authentication");
  });

  it("logs each connection", async () => {
    const count = async () =>
      Number((await second.run("journalctl -u ssh | grep -c 'Connection from '")).stdout);
    const before = await count();
    await login(lab, second, "root", "true");
    await login(lab, second, "hermes", "true");
    expect((await count()) - before).to.equal(2);
  });

  it("runs the stand-in gateway as a unit", async () => {
    const unit = [
      "[Service]",
      "Type=notify",
      "User=hermes",
      "Environment=HERMES_HOME=/home/hermes/.hermes/profiles/a",
      "ExecStart=/usr/local/bin/hermes --profile a gateway run",
    ].join("\n");
    await must(
      first,
      `mkdir -p .hermes/profiles/a; echo 'API_SERVER_PORT="18800"' > .hermes/profiles/a/.env`,
      "hermes",
    );
    await must(first, `cat > /etc/systemd/system/gw-a.service <<'UNIT'\n${unit}\nUNIT`);
    await must(first, "systemctl daemon-reload; systemctl start gw-a");
    const ask =
      "exec 3<>/dev/tcp/127.0.0.1/18800; printf 'GET /health HTTP/1.1\\r\\n\\r\\n' >&3; tail -n 1 <&3";
    expect(JSON.parse(await must(first, ask))).to.include({ status: "ok", profile: "a" });

    await first.run("systemctl stop gw-a");
    const state = await must(first, "systemctl show gw-a -p ActiveState -p Result -p ExecMainStatus");
    expect(state).to.equal("Result=exit-code\nExecMainStatus=1\nActiveState=failed");
    expect((await first.run(ask)).stderr).to.contain("Connection refused");
  });

  it("serves the user manager of an account that lingers", async () => {
    await must(first, "loginctl enable-linger hermes; systemctl start user@1000");
    expect(await must(first, "systemctl --user is-system-running", "hermes")).to.equal("running");
  });

  it("keeps what a host wrote through power-off, reboot and power cut, in a new boot each time", async () => {
    const boots = new Set([await bootId(second)]);
    await must(second, "echo kept > /root/mark");
    await second.poweroff();
    expect(second.isUp()).to.equal(false);
    await second.boot();
    boots.add(await bootId(second));
    await second.reboot();
    boots.add(await bootId(second));
    await second.kill();
    expect(second.isUp()).to.equal(false);
    const attempt = await run("ssh", [
      ...sshOptions(lab, second),
      "-o",
      "ConnectTimeout=5",
      `root@${second.address}`,
      "true",
    ]);
    expect(attempt.stderr).to.match(/No route to host|Connection timed out/);
    await second.boot();
    boots.add(await bootId(second));
    expect(boots.size).to.equal(4);
    expect(await must(second, "cat /root/mark")).to.equal("kept");
  });

  it("resets a host to an empty machine behind the same address", async () => {
    const [keys, machineId] = [second.hostKeys, await must(second, "cat /etc/machine-id")];
    await must(second, "touch /root/mark; systemctl mask --now cron; useradd somebody");
    await second.reset();
    expect((await second.run("ls /root/mark; getent passwd somebody")).stdout).to.equal("");
    expect(await must(second, "cat /etc/machine-id")).to.not.equal(machineId);
    expect(second.hostKeys).to.deep.equal(keys);
    expect(await login(lab, second, "root", "hostname")).to.equal("labtest2");

    await second.reset({ newHostKeys: true });
    expect(second.hostKeys).to.have.length(2).and.not.have.any.members(keys);
    expect(await login(lab, second, "root", "hostname")).to.equal("labtest2");
  });

  it("refuses a second lab of the same name", async () => {
    const error = await Lab.up(1, { name: "labtest" }).then(() => undefined, String);
    expect(error).to.equal(
      `Error: lab: a lab named labtest is up already (owned by process ${process.pid}: choose another name)`,
    );
  });

  it("leaves nothing when it goes down", async () => {
    const other = await Lab.up(2, { name: "labtest-down" });
    await other.hosts[1]?.poweroff();
    const addresses = other.hosts.map((host) => host.address);
    for (const address of addresses) expect(tracesOf(address)).to.not.have.length(0);
    await other.down();
    for (const address of addresses) expect(tracesOf(address)).to.deep.equal([]);
    await other.down();
  });

  it("goes down with an owner that is told to end", async () => {
    const { owner, address } = await upElsewhere("labtest-term");
    expect(tracesOf(address)).to.not.have.length(0);
    owner.kill("SIGTERM");
    expect(await once(owner, "exit")).to.deep.equal([null, "SIGTERM"]);
    expect(tracesOf(address)).to.deep.equal([]);
  });

  it("is taken away by the next lab when its owner crashed", async () => {
    const { owner, address } = await upElsewhere("labtest-crash");
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(tracesOf(address)).to.not.have.length(0);

    const lines: string[] = [];
    const next = await Lab.up(1, { name: "labtest-next", log: (line) => lines.push(line) });
    expect(lines).to.deep.equal(["took away what a crashed lab had left: labtest-crash1"]);
    expect(allSlots().filter((slot) => slot.lab === "labtest-crash")).to.deep.equal([]);
    await next.down();
    expect(tracesOf(address)).to.deep.equal([]);
  });
});

/** Starts a lab of one host in another process, which then waits. */
async function upElsewhere(name: string): Promise<{ owner: ChildProcess; address: string }> {
  const script = `require(process.argv[1]).Lab.up(1, { name: process.argv[2] })
    .then((lab) => console.log(lab.hosts[0].address)); setInterval(() => {}, 1000)`;
  const owner = spawn(process.execPath, ["-e", script, join(__dirname, "lab.js"), name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [address] = (await once(owner.stdout, "data")) as [Buffer];
  return { owner, address: address.toString().trim() };
}

async function must(host: LabHost, script: string, user = "root"): Promise<string> {
  const result = await host.run(script, { user });
  expect(result.code, result.stderr).to.equal(0);
  return result.stdout.trim();
}

async function bootId(host: LabHost): Promise<string> {
  return await must(host, "cat /proc/sys/kernel/random/boot_id");
}

function sshOptions(lab: Lab, host: LabHost): string[] {
  const options = [
    `IdentityFile=${lab.clientKey.privateKeyFile}`,
    `UserKnownHostsFile=${host.knownHostsFile}`,
  ];
  return ["-F", "none", "-n", ...[...options, "BatchMode=yes"].flatMap((option) => ["-o", option])];
}

async function login(lab: Lab, host: LabHost, user: string, command: string): Promise<string> {
  const result = await run("ssh", [...sshOptions(lab, host), `${user}@${host.address}`, command]);
  expect(result.code, result.stderr).to.equal(0);
  return result.stdout.trim();
}

/** `"ready"`, or the level of the error that the client reports. */
async function passwordLogin(host: LabHost, password: string): Promise<string> {
  const client = new Client();
  const outcome = new Promise<string>((resolve) => {
    client.on("ready", () => resolve("ready"));
    client.on("error", (error) => resolve(error.level ?? error.message));
  });
  client.connect({ host: host.address, username: "admin", password });
  return await outcome.finally(() => client.end());
}
