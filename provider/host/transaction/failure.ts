import { HostError, type HostErrorCode } from "../host-error.js";
import { causesOf } from "./causes.js";
import { endHints } from "./end-hints.js";
import type { GatewayWords } from "./gateway-words.js";
import { tellingLines } from "./journal-lines.js";

/** What is known of one failed operation; `detail` is what the machine reported. */
export interface Failure extends GatewayWords {
  /** How messages name the machine. */
  readonly host: string;
  readonly code: string;
  /** The unit's last journal lines, when it was started. */
  readonly journal?: string;
  /** Where things stand now. */
  readonly standing: string;
  /** A unit of the same exclusion group, which failed with it. */
  readonly takenAlong?: string;
}

type Text = (failure: Failure) => {
  readonly message: string;
  readonly remedy: string;
  readonly subjects?: readonly string[];
};

const REFRESH =
  "look at the difference with `pulumi preview --refresh --diff`; `pulumi up --refresh` puts the declared state back";

/** Every code that the host script fails with. */
const TEXTS = {
  "changed-on-host": ({ unit, detail }) => ({
    message: `somebody changed ${unit} since the last apply or refresh: ${detail}`,
    remedy: REFRESH,
  }),
  "already-exists": ({ unit, detail }) => ({
    message: `${unit} is installed already and is not ours: ${/^\/\S+$/.test(detail) ? `${detail} has other content than declared` : detail}`,
    remedy:
      "make the declared options render the same text, or set `adopt: take-over` on the profile to replace the file",
  }),
  "owned-by-another-stack": ({ detail }) => ({
    message: detail,
    remedy:
      "remove the profile from the other stack, or set `adopt: take-over` on the profile to take the unit over",
  }),
  "own-unit-elsewhere": ({ unit, detail }) => ({
    message: `${unit} is on the host under another manager or name too, with the same mark: ${detail}`,
    remedy: "run the same command again, which takes the other one away",
    subjects: detail.split(" "),
  }),
  "unit-masked": ({ unit, detail }) => ({
    message: `${unit} is masked on the host, so that it is not to run: ${detail}`,
    remedy: `\`${unmaskCommand(unit, detail)}\` on the host takes the mask away; then run the same command again, or take the profile off this host`,
  }),
  "unit-shadowed": ({ unit, detail }) => ({
    message: `${unit} would not take effect: systemd prefers ${detail}`,
    remedy: `stop and remove that one on the host (\`${systemctl(unit)} cat ${nameOf(unit)}\` shows it), or give the profile another \`unitName\``,
  }),
  "drop-ins-in-effect": ({ unit, detail }) => ({
    message: `${unit} is not on the host yet, and drop-ins are there that would change it: ${detail}`,
    remedy:
      "take them away on the host, or set `adopt: take-over` on the profile, which leaves them in effect and on record",
    subjects: detail.split(" "),
  }),
  "gateway-still-running": ({ unit, home, detail }) => ({
    message: `${unit} is not gone while a gateway still runs${home ? ` in ${home}` : ""}: ${detail}`,
    remedy: `stop it on the host (\`systemctl status ${/process (\d{1,10})/.exec(detail)?.[1] ?? nameOf(unit)}\` shows whose it is) and run the same command again`,
  }),
  "mutual-exclusion": ({ detail }) => ({
    message: `two units would name each other, and a boot would start neither: ${detail}`,
    remedy:
      "take the name out of that file (`systemctl edit`), or give the profiles priorities that agree with it",
  }),
  "manual-switch": ({ detail }) => ({
    message: `somebody switched gateways by hand: ${detail}`,
    remedy:
      "stop it on the host when it is done, or set `takeBack: true` on the profile to have the plan's winner started",
  }),
  "gateway-parked": ({ unit, detail }) => ({
    message: `somebody had Hermes keep ${unit} stopped, so it is not started: ${detail}`,
    remedy:
      "start it on the host, or take that away there; or say so on the profile: `desired: stopped` leaves it stopped, `takeBack: true` starts it",
  }),
  "unit-invalid": ({ unit, detail }) => ({
    message: `systemd refuses ${unit}: ${detail}`,
    remedy: "correct the option that renders this line; the installed unit was not touched",
  }),
  "account-missing": ({ unit, detail }) => ({
    message: `${unit} is to run as ${detail}, and the host has no such account`,
    remedy: `create it (\`useradd --create-home ${detail}\`) or set \`user\` on the profile`,
  }),
  "executable-missing": ({ unit, detail }) => ({
    message: `${unit} cannot start: ${detail}`,
    remedy: "install Hermes on the host, or set `executable` on the profile to where it is",
  }),
  "home-unwritable": ({ unit, detail }) => ({
    message: `${unit}: ${detail}`,
    remedy: "give the account its home (`chown`), or set `home` on the profile",
  }),
  "home-file-changed": ({ unit, detail }) => ({
    message: `${unit}: ${detail} was changed while this ran`,
    remedy: "run the same command again: it begins with what stands there now",
  }),
  "hermes-migrated": ({ unit, detail }) => ({
    message: `${unit}: ${detail}: Hermes itself has moved the profile into the gateway of the default profile (gateway_migration.json in the default profile's home)`,
    remedy:
      "declare `topology: multiplexed` to keep it so; or go back with `hermes gateway migrate --standalone` on the host, as the account, declare `topology: per-profile`, which keeps Hermes from doing it again, and run `pulumi up --refresh`",
  }),
  "profile-served": ({ unit, detail }) => ({
    message: `${unit} was not started, because the gateway that runs in ${detail} serves its profile (gateway.multiplex_profiles), and Hermes would end it at once`,
    remedy:
      "let one run change the default profile's gateway together with it (no `--target`, no `--parallel 1`), declare `topology: multiplexed`, or switch multiplexing off in the default profile's config.yaml and restart its gateway",
  }),
  "home-file-refused": ({ unit, detail }) => ({
    message: `${unit}: ${detail} is beyond 1 MB, and could not be kept for the way back`,
    remedy: "move that file away on the host, and run the same command again",
  }),
  "home-not-moved": ({ unit, detail }) => ({
    message: `${unit} does not get the home of the profile that it was: ${detail}`,
    remedy:
      "clear the way on the host; or take renamedFrom out, and the profile begins with a home of its own",
  }),
  "no-user-manager": ({ unit, detail }) => ({
    message: `${unit} has no manager that could run it: ${detail}`,
    remedy: userManagerRemedy(unit),
  }),
  "lock-unusable": ({ unit, detail }) => ({
    message: `${unit} could not take its lock: ${detail}`,
    remedy:
      "give /run a file system with access control lists, or let the gateways that exclude each other run under one manager (`scope`)",
  }),
  "lock-held": ({ unit, detail }) => ({
    message: `${unit} cannot start beside what its exclusion names: ${detail}`,
    remedy: "stop that process on the host, or wait for its end, and run the same command again",
  }),
  "gateway-failed": gatewayFailed,
  "guard-failed": ({ detail }) => ({
    message: `the host could not be made ready to put itself back, so nothing was begun: ${detail}`,
    remedy:
      "make room below /etc/systemd/system, /var/lib and /run; `journalctl -u 'hermes-fleet-*'` on the host has more",
  }),
  "rolled-back": ({ unit, detail }) => ({
    message: `${unit} was not confirmed in time, and the host has put itself back: ${detail}`,
    remedy: "run the same command again: the host is as it was before",
  }),
  "rollback-conflict": ({ unit, detail }) => ({
    message: `${unit} was not confirmed in time, and the host could put back only a part: ${detail}`,
    remedy: `${REFRESH}; \`/var/lib/hermes-fleet/guard undo\` on the host lists what was there before`,
  }),
  "rollback-failed": ({ detail }) => ({
    message: `the host could not put back an earlier change: ${detail}`,
    remedy:
      "correct the cause on the host, which tries again by itself, and run the same command again; `/var/lib/hermes-fleet/guard forget` on the host keeps what is there now",
  }),
  "host-busy": ({ detail }) => ({
    message: `another run is at work on this host: ${detail}`,
    remedy:
      "wait for it and run the same command again; `flock -n /run/hermes-fleet.lock true && echo free` tells when it is done",
  }),
  "no-systemd": ({ detail }) => ({
    message: `the machine is not run by systemd (${detail})`,
    remedy: "use a machine whose process 1 is systemd 240 or newer",
  }),
  "systemd-too-old": ({ detail }) => ({
    message: `systemd ${detail} is too old, Type=exec needs 240`,
    remedy: "upgrade the host's distribution; 252 is what is tested",
  }),
} satisfies Partial<Record<HostErrorCode, Text>>;

type MachineCode = keyof typeof TEXTS;

/** The codes that a machine's failure line may have; any other one is told as `host-script-failed`. */
export const MACHINE_CODES = Object.keys(TEXTS) as readonly MachineCode[];

function isMachineCode(word: string): word is MachineCode {
  return Object.hasOwn(TEXTS, word);
}

function nameOf(unit: string): string {
  return unit.slice(unit.indexOf("/") + 1);
}

/** How the unit's own manager is told. */
function systemctl(unit: string): string {
  return unit.includes("/") ? `systemctl --user --machine=${unit.slice(0, unit.indexOf("/"))}@` : "systemctl";
}

/** What takes a mask away that lies at this path. */
function unmaskCommand(unit: string, path: string): string {
  const runtime = path.startsWith("/run/") ? " --runtime" : "";
  if (unit.includes("/") && /^\/(etc|run)\/systemd\/user\//.test(path))
    return `systemctl --global unmask${runtime} ${nameOf(unit)}`;
  return `${systemctl(unit)} unmask${runtime} ${nameOf(unit)}`;
}

/** Turns a machine's failure line into an error that says what happened, where things stand and what to do. */
export function failureError(failure: Failure): HostError {
  const code = isMachineCode(failure.code) ? failure.code : undefined;
  const text: ReturnType<Text> = code
    ? TEXTS[code](failure)
    : {
        message: `${failure.unit}: ${failure.detail}`,
        remedy: "run the same command again: every step looks first",
      };
  return new HostError(code ?? "host-script-failed", {
    host: failure.host,
    message: [
      along(failure) + text.message,
      ...(failure.standing ? [`  now: ${failure.standing}`] : []),
    ].join("\n"),
    remedy: text.remedy,
    ...(text.subjects ? { subjects: text.subjects } : {}),
  });
}

function gatewayFailed(failure: Failure): ReturnType<Text> {
  const { unit, detail, journal } = failure;
  const causes = causesOf(failure);
  const lines = causes.map(({ cause }) => `\n  cause: ${cause}`).join("");
  return {
    message: `${unit} did not become healthy: ${detail}${lines}${journalText(journal)}`,
    remedy: `${endHints(detail, causes)}\`${journalOf(unit)} -n 50\` on the host shows more`,
  };
}

/** The command that shows a unit's journal to root, whichever manager runs it. */
function journalOf(unit: string): string {
  const [account, name] = unit.split("/");
  return name === undefined
    ? `journalctl -u ${unit}`
    : `journalctl _UID=$(id -u ${account}) _SYSTEMD_USER_UNIT=${name}`;
}

function userManagerRemedy(unit: string): string {
  const [account = ""] = unit.split("/");
  return `on the host: \`loginctl enable-linger ${account}\` and \`systemctl status user@$(id -u ${account})\`; or choose \`scope: system\``;
}

function along({ takenAlong }: Failure): string {
  return takenAlong ? `${takenAlong} stays as it was, because its exclusion group failed: ` : "";
}

function journalText(journal = ""): string {
  const lines = tellingLines(journal).map((line) => `\n    | ${line}`);
  return lines.length === 0 ? "" : `\n  journal:${lines.join("")}`;
}
