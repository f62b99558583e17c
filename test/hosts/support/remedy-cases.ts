import type { ProfileInput } from "../../../provider/core/schema/fleet-schema";
import { unitOf } from "./inspect";

const UNITS = "/etc/systemd/system";
const HOME = "/home/hermes/.hermes/profiles/coder";
const CODER = unitOf("coder");
const RIVAL = unitOf("rival");

/** One way to a code, and out of it as its remedy says. */
export interface RemedyCase {
  readonly code: string;
  readonly how: string;
  /** Declared before `brings`; `false`: nothing is installed yet. @default `{}` */
  readonly at?: Readonly<Record<string, ProfileInput>> | false;
  /** Run on the host, as root. @default nothing */
  readonly brings?: string;
  /** A refresh sees what `brings` did before anything is declared. @default false */
  readonly seen?: boolean;
  /** What `up` is run for and fails. */
  readonly declares: Readonly<Record<string, ProfileInput>>;
  /** Words of the remedy that the message must have; groups are what `cures` is made of. */
  readonly says: RegExp;
  /** The remedy on the host: what the message printed, run as it is. @default nothing */
  readonly cures?: (groups: readonly string[]) => string;
  /** The remedy in the fleet. @default what was declared */
  readonly redeclares?: Readonly<Record<string, ProfileInput>>;
  /** The remedy is another command than `up`. @default false */
  readonly refresh?: boolean;
  /** Puts away what the case has left on the host. @default nothing */
  readonly tidies?: string;
}

const CHANGED = { coder: { environment: { A: "1" } } };
const both = {
  coder: { priority: 2, exclusiveGroup: "one" },
  rival: { priority: 1, exclusiveGroup: "one" },
};

/** Every code that a host can be brought to without breaking it for good, and the way out that its message names. */
export const REMEDY_CASES: readonly RemedyCase[] = [
  {
    code: "account-missing",
    how: "an account that is not there",
    at: false,
    declares: { coder: { user: "newcomer" } },
    says: /create it \(`(useradd --create-home newcomer)`\)/,
    cures: ([command = ""]) => command,
    tidies: "userdel --remove newcomer 2>/dev/null",
  },
  {
    code: "executable-missing",
    how: "a program that is not there",
    at: false,
    declares: { coder: { executable: "/opt/hermes/bin/hermes" } },
    says: /install Hermes on the host, or set `executable`/,
    cures: () => "mkdir -p /opt/hermes/bin && cp /usr/local/bin/hermes /opt/hermes/bin/",
    tidies: "rm -r /opt/hermes",
  },
  {
    code: "home-unwritable",
    how: "a home of root's",
    at: false,
    brings: `mkdir -p ${HOME} && chown root: ${HOME} && chmod 700 ${HOME}`,
    declares: { coder: {} },
    says: /give the account its home and the files in it \(`chown`\)/,
    cures: () => `chown hermes: ${HOME}`,
  },
  {
    code: "changed-on-host",
    how: "a unit that was edited",
    brings: `sed -i 's/^RestartSec=.*/RestartSec=9/' ${UNITS}/${CODER} && systemctl daemon-reload`,
    declares: CHANGED,
    says: /`pulumi up --refresh` puts the declared state back/,
    refresh: true,
  },
  {
    code: "changed-on-host",
    how: "a unit that became a link",
    brings: `mv ${UNITS}/${CODER} /root/ && ln -s /root/${CODER} ${UNITS}/${CODER} && systemctl daemon-reload`,
    declares: CHANGED,
    says: /is a symbolic link to/,
    cures: () => `rm ${UNITS}/${CODER} && mv /root/${CODER} ${UNITS}/${CODER} && systemctl daemon-reload`,
  },
  {
    code: "already-exists",
    how: "a unit that another hand wrote",
    at: false,
    brings: `printf '[Service]\\nExecStart=/bin/true\\n' >${UNITS}/${CODER} && systemctl daemon-reload`,
    declares: { coder: {} },
    says: /set `adopt: take-over` on the profile/,
    redeclares: { coder: { adopt: "take-over" } },
  },
  {
    code: "owned-by-another-stack",
    how: "a unit with the mark of another stack",
    at: false,
    brings: `printf '[Service]\\nExecStart=/bin/true\\n\\n[X-Hermes-Fleet]\\nOwner=acme/other/prod::hermes/vm1/coder\\nProfile=vm1/coder\\n' >${UNITS}/${CODER} && systemctl daemon-reload`,
    declares: { coder: {} },
    says: /belongs to acme\/other\/prod[\s\S]*set `adopt: take-over`/,
    redeclares: { coder: { adopt: "take-over" } },
  },
  {
    code: "mutual-exclusion",
    how: "a drop-in of the lower that names the higher",
    at: { rival: both.rival },
    brings: `mkdir -p ${UNITS}/${RIVAL}.d && printf '[Unit]\\nConflicts=${CODER}\\n' >${UNITS}/${RIVAL}.d/10.conf && systemctl daemon-reload`,
    seen: true,
    declares: both,
    says: /take the name out of that file/,
    cures: () => `rm -r ${UNITS}/${RIVAL}.d && systemctl daemon-reload`,
    refresh: true,
  },
  {
    code: "manual-switch",
    how: "a standby that was started by hand",
    at: both,
    brings: `systemctl stop ${CODER} && systemctl start ${RIVAL}`,
    declares: { ...both, coder: { ...both.coder, environment: { A: "1" } } },
    says: /stop it on the host when it is done, or set `takeBack: true`/,
    redeclares: { ...both, coder: { ...both.coder, takeBack: true, environment: { A: "1" } } },
  },
  {
    code: "gateway-parked",
    how: "a marker of Hermes' own",
    brings: `systemctl stop ${CODER} && : >${HOME}/gateway.parked && chown hermes: ${HOME}/gateway.parked`,
    declares: CHANGED,
    says: /take that away there; or say so on the profile/,
    cures: () => `rm ${HOME}/gateway.parked`,
  },
  {
    code: "unit-invalid",
    how: "a directive that systemd does not know",
    declares: { coder: { directives: { Service: { LimitNofile: "5" } } } },
    says: /correct the option that renders this line; the installed unit was not touched/,
    redeclares: { coder: { directives: { Service: { LimitNOFILE: "512" } } } },
  },
  {
    code: "home-file-refused",
    how: "a SOUL.md that another hand wrote",
    brings: `rm -f ${HOME}/SOUL.md && runuser -u hermes -- sh -c 'echo mine >${HOME}/SOUL.md'`,
    declares: { coder: { soul: "declared\n" } },
    says: /adopt: take-over/,
    redeclares: { coder: { soul: "declared\n", adopt: "take-over" } },
  },
  {
    code: "hermes-migrated",
    how: "a profile that Hermes moved into the default profile's gateway",
    brings: `printf '{}' >/home/hermes/.hermes/gateway_migration.json && chown hermes: /home/hermes/.hermes/gateway_migration.json && systemctl disable --now ${CODER} && rm ${UNITS}/${CODER} && systemctl daemon-reload`,
    declares: CHANGED,
    says: /go back with `hermes gateway migrate --standalone` on the host[\s\S]*run `pulumi up --refresh`/,
    cures: () => "rm /home/hermes/.hermes/gateway_migration.json",
    refresh: true,
  },
  {
    code: "gateway-failed",
    how: "a gateway that ends by itself",
    declares: { coder: { environment: { STANDIN_EXIT: "3" }, health: { healthyForSeconds: 2 } } },
    says: /`(journalctl -u hermes-gateway-coder\.service -n 50)` on the host shows more/,
    cures: ([command = ""]) => `${command} | grep -q 'status=3'`,
    redeclares: CHANGED,
  },
];
