import { until } from "../../e2e/until";
import type { LabHost } from "../../lab/lab-host";

/** The unit of a profile. */
export function unitOf(profile: string): string {
  return `hermes-gateway-${profile}.service`;
}

/** Runs a script on a host, past Pulumi and SSH. @throws Error when it fails */
export async function must(host: LabHost, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(script);
  if (code !== 0) throw new Error(`${host.name}: exit status ${code} of ${script}\n${stderr}`);
  return stdout.trimEnd();
}

/** What systemd says of a gateway's life: equal before and after means that nobody touched it. */
export async function lifeOf(host: LabHost, unit: string): Promise<Record<string, string>> {
  const names = "ActiveState,MainPID,NRestarts,InvocationID,ActiveEnterTimestampMonotonic";
  const text = await must(host, `systemctl show -p ${names} ${unit}`);
  return Object.fromEntries(text.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** Names, times and inodes of all unit and `.env` files, as text. */
export function fileTimes(host: LabHost): Promise<string> {
  return must(
    host,
    "find /etc/systemd/system /home/hermes/.hermes -name '*gateway*.service' -o -name .env | sort | xargs -r stat -c '%n %Y %y %i'",
  );
}

/** daemon-reloads since the last boot. */
export async function reloads(host: LabHost): Promise<number> {
  return Number(await must(host, "journalctl -b _PID=1 -o cat --no-pager | grep -c '^Reloading\\.' || true"));
}

/** Transactions of ours since the last boot. */
export async function transactions(host: LabHost): Promise<number> {
  return Number(
    await must(
      host,
      "journalctl -b _PID=1 -o cat --no-pager | grep -c '^Started hermes-fleet-apply-' || true",
    ),
  );
}

/** SSH connections that sshd has accepted since the last boot. */
export async function logins(host: LabHost): Promise<number> {
  return Number(
    await must(host, "journalctl -b -t sshd -o cat --no-pager | grep -c '^Connection from ' || true"),
  );
}

/** Gateways that run, found as processes rather than asked of systemd: profile names, sorted. */
export async function serving(host: LabHost): Promise<string[]> {
  const text = await must(
    host,
    "ps -e -o args= | sed -n 's/^.*hermes --profile \\([^ ]*\\) gateway run$/\\1/p' | sort",
  );
  return text.split("\n").filter((line) => line !== "");
}

/** Waits until nobody sees a change through any more, which lasts up to a second after its confirm. */
export async function atRest(host: LabHost): Promise<void> {
  const atWork =
    "systemctl list-units --plain --no-legend 'hermes-fleet-apply-*' hermes-fleet-watch.service | wc -l";
  await until("changes are seen through", async () => (await must(host, atWork)) === "0");
}

/** Everything of ours that is left on a host outside of the profiles' homes, once it is at rest. */
export async function remains(host: LabHost): Promise<string> {
  await atRest(host);
  return must(
    host,
    `find /etc/systemd /run /var/lib -name '*hermes*' -not -path '*/transient/*' 2>/dev/null
     systemctl list-units --all --plain --no-legend 'hermes*'; systemctl --failed --plain --no-legend
     grep -rl 'hermes-fleet' /home/hermes/.hermes --include=.env || true`,
  );
}
