import type { Lab } from "../test/lab/lab";
import { CHANGED_PROFILE, HOME_DIRECTORIES, homeOf, PROFILES, unitName } from "./fleet";

/** Where a row has to leave every host. */
export type EndState = "created" | "changed" | "deleted";

/**
 * Looks at every host past SSH and past the provider: files, links, what runs, and whether the change reached the
 * process. @throws Error naming the first host that is elsewhere
 */
export async function checkHosts(lab: Lab, state: EndState): Promise<void> {
  const expected = expectedOf(state);
  for (const host of lab.hosts) {
    const { stdout } = await host.run(LOOK);
    if (stdout.trim() !== expected)
      throw new Error(`${host.name} is not "${state}":\n${stdout}\nexpected:\n${expected}`);
  }
}

/** Makes the hosts as they were before the first row; also what rows leave on purpose, the profiles' homes. */
export async function emptyHosts(lab: Lab): Promise<void> {
  await Promise.all(lab.hosts.map((host) => host.run("rm -rf /home/hermes/.hermes")));
}

/** Commands that sshd has run on each host so far, by its own log. */
export async function countCommands(lab: Lab): Promise<number[]> {
  const counts = lab.hosts.map(async (host) => {
    const { stdout } = await host.run(
      "journalctl -b -t sshd -o cat --no-pager | grep -c '^Starting session: command' || true",
    );
    return Number(stdout);
  });
  return Promise.all(counts);
}

const LOOK = `cd /etc/systemd/system
for unit in ${PROFILES.map(unitName).join(" ")}; do
  file=no link=no changed=no
  [ -f $unit ] && file=yes
  [ -L multi-user.target.wants/$unit ] && link=yes
  pid=$(systemctl show -P MainPID $unit)
  [ $pid -gt 0 ] && grep -qz '^BENCH_CHANGE=1$' /proc/$pid/environ && changed=yes
  echo $unit $file $link $(systemctl is-active $unit) $changed
done
for home in ${PROFILES.map(homeOf).join(" ")}; do
  for name in ${HOME_DIRECTORIES.join(" ")}; do [ -d $home/$name ] || echo no $home/$name; done
done
ls -d /run/hermes-fleet* /etc/systemd/system/.hermes-fleet* 2>/dev/null | grep -v '/run/hermes-fleet.lock$'
true`;

function expectedOf(state: EndState): string {
  return PROFILES.map((profile) => {
    const there = state === "deleted" ? "no no inactive" : "yes yes active";
    const changed = state === "changed" && profile === CHANGED_PROFILE ? "yes" : "no";
    return `${unitName(profile)} ${there} ${changed}`;
  }).join("\n");
}
