import type { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";
import type { Machines, Target } from "./target";

/** Takes hosts of a lab for one case, as empty as they came. */
export async function labMachines(lab: Lab, count: number): Promise<Machines> {
  const hosts = lab.hosts.slice(0, count);
  if (hosts.length < count) throw new Error(`the lab has ${hosts.length} hosts, the case needs ${count}`);
  const targets = await Promise.all(hosts.map((host) => labTarget(host, lab.clientKey.privateKey)));
  return { targets, release: async () => void (await Promise.all(hosts.map(sweep))) };
}

/** Takes away what a case left behind; what a destroy leaves is asserted by the cases. */
async function sweep(host: LabHost): Promise<void> {
  await must(
    host,
    `systemctl start ssh
     systemctl stop 'hermes-*' 2>/dev/null
     rm -rf /etc/systemd/system/hermes-* /etc/systemd/system/*.wants/hermes-* /var/lib/hermes-fleet /run/hermes-fleet*
     rm -rf /home/hermes/.hermes /home/hermes/.config /usr/local/bin/hermes-*
     rm -rf /etc/tmpfiles.d/hermes-* /etc/systemd/user/hermes-*; loginctl disable-linger hermes
     systemctl daemon-reload && systemctl reset-failed`,
  );
}

async function labTarget(host: LabHost, privateKey: string): Promise<Target> {
  const [hostKey = ""] = host.hostKeys;
  const show = async (name: string) => {
    const properties = ["LoadState", "ActiveState", "UnitFileState", "InvocationID"];
    const [account, own] = name.split("/");
    const [systemctl, unit] = own === undefined ? ["systemctl", name] : [besides(account ?? ""), own];
    const text = await must(host, `${systemctl} show -p ${properties.join(",")} -- ${quoted(unit)}`);
    return Object.fromEntries(text.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
  };
  const count = async (script: string) => Number(await must(host, script));
  const before = {
    reloads: await count(COUNT_RELOADS),
    connections: await count(COUNT_LOGINS),
  };
  return {
    kind: "lab",
    connection: { host: host.address, port: host.port, user: "root", hostKey, privateKey },
    read: async (path) => {
      const { code, stdout } = await host.run(`cat -- ${quoted(path)}`);
      return code === 0 ? stdout : undefined;
    },
    write: async (path, text, mode = 0o644) => {
      const data = Buffer.from(text).toString("base64");
      await must(
        host,
        `mkdir -p -- "$(dirname -- ${quoted(path)})" && base64 -d <<<'${data}' >${quoted(path)} && chmod ${mode.toString(8)} -- ${quoted(path)} && chown --reference="$(dirname -- ${quoted(path)})" -- ${quoted(path)}`,
      );
    },
    remove: async (path) => void (await must(host, `rm -r -- ${quoted(path)}`)),
    mode: async (path) => (await must(host, `stat -c %a -- ${quoted(path)}`)).trim(),
    systemctl: async (...words) => void (await must(host, `systemctl ${words.map(quoted).join(" ")}`)),
    userSystemctl: async (account, ...words) =>
      void (await must(host, `${besides(account)} ${words.map(quoted).join(" ")}`)),
    unit: async (name) => {
      const found = await show(name);
      return {
        loadState: found.LoadState,
        activeState: found.ActiveState,
        unitFileState: found.UnitFileState,
        invocationId: found.InvocationID,
      };
    },
    running: async () => {
      const text = await must(
        host,
        "systemctl list-units --plain --no-legend --state=active 'hermes-gateway*'",
      );
      return text.split("\n").flatMap((line) => (line === "" ? [] : [line.split(" ")[0] ?? ""]));
    },
    reloads: async () => (await count(COUNT_RELOADS)) - before.reloads,
    connections: async () => (await count(COUNT_LOGINS)) - before.connections,
    answer: async (yes) => void (await must(host, `systemctl ${yes ? "start" : "stop"} ssh`)),
  };
}

/** `systemctl` as an account beside its own manager; without one every unit is `inactive`. */
function besides(account: string): string {
  const run = `/run/user/$(id -u ${account})`;
  return `runuser -u ${account} -- env XDG_RUNTIME_DIR=${run} DBUS_SESSION_BUS_ADDRESS=unix:path=${run}/bus systemctl --user`;
}

const COUNT_RELOADS = "journalctl -b _PID=1 -o cat --no-pager | grep -c '^Reloading\\.' || true";
const COUNT_LOGINS =
  "journalctl -b -t sshd -o cat --no-pager | grep -cE '^Accepted (publickey|password)' || true";

async function must(host: LabHost, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(script);
  if (code !== 0) throw new Error(`${host.name}: exit status ${code} of ${script}\n${stderr}`);
  return stdout;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
