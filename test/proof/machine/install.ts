import type { LabHost } from "../../lab/lab-host";
import type { ProofSet } from "../sets/proof-set";
import { type Shape, unitText } from "../shapes";
import { must } from "./must";

/** Reads what to put where, a line each, so that no text of a unit is ever a command. */
const INSTALL = `set -eu
units=/etc/systemd/system
mkdir -p "$units/multi-user.target.wants"
while read -r what name text; do
  case $what in
    home) mkdir -p "$name" ;;
    unit) printf %s "$text" | base64 -d >"$units/$name" ;;
    link) ln -s "../$name" "$units/multi-user.target.wants/$name" ;;
  esac
done
chown -R hermes:hermes /home/hermes/.hermes
systemctl daemon-reload`;

/** Puts sets on a host side by side, each gateway enabled where its set says so; nothing is started. */
export async function install(host: LabHost, sets: readonly ProofSet[], shape: Shape): Promise<void> {
  const lines = sets.flatMap(({ members }) =>
    members.flatMap((member) => {
      const text = Buffer.from(unitText(member, members, shape)).toString("base64");
      return [
        `home ${member.gateway.spec.home}`,
        `unit ${member.unitName} ${text}`,
        ...(member.enabled ? [`link ${member.unitName}`] : []),
      ];
    }),
  );
  await must(host, INSTALL, { input: `${lines.join("\n")}\n` });
}
