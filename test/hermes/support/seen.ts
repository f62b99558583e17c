import { until } from "../../e2e/until";
import { must } from "../../hosts/support/inspect";
import type { LabHost } from "../../lab/lab-host";

/** Ready after a second on a machine that does nothing else. */
const WAIT_SECONDS = 60;

/** A gateway as systemd, its own state file and its API server show it. */
export interface Seen {
  readonly ActiveState: string;
  readonly Result: string;
  /** `gateway_state` in its state file; `undefined` without a file. */
  readonly state?: string;
  /** Why it ended, in its own words. */
  readonly reason?: string | null;
  /** Whether the state file was written by the unit's main process: it outlives the gateway. */
  readonly own: boolean;
  /** Its platforms, by name: `connected`, `retrying`, … */
  readonly platforms: Readonly<Record<string, string>>;
  /** Profile that answers on the port in its `.env` for the key in there; `null`: nobody does. */
  readonly serves: string | null;
}

/** The key is read where it is: nothing secret is in the words of this program. */
const ASK = `
import json, urllib.request
def serves(env):
    url = "http://127.0.0.1:" + env.get("API_SERVER_PORT", "8642") + "/v1/models"
    asked = urllib.request.Request(url, headers={"Authorization": "Bearer " + env.get("API_SERVER_KEY", "")})
    try: return json.load(urllib.request.urlopen(asked, timeout=5))["data"][0]["id"]
    except Exception: return None
`;

const LOOK = `${ASK}
import subprocess, sys
def dotenv(path):
    try: lines = open(path).read().splitlines()
    except OSError: return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
def look(profile):
    home = "/home/hermes/.hermes/profiles/" + profile
    show = ["systemctl", "show", "-p", "ActiveState,Result,MainPID", "hermes-gateway-" + profile + ".service"]
    unit = dict(line.split("=", 1) for line in subprocess.check_output(show, text=True).splitlines())
    try: state = json.load(open(home + "/gateway_state.json"))
    except OSError: state = {}
    return {
        "ActiveState": unit["ActiveState"], "Result": unit["Result"],
        "state": state.get("gateway_state"), "reason": state.get("exit_reason"),
        "own": str(state.get("pid")) == unit["MainPID"],
        "platforms": {name: it["state"] for name, it in state.get("platforms", {}).items()},
        "serves": serves(dotenv(home + "/.env")),
    }
print(json.dumps({profile: look(profile) for profile in sys.argv[1:]}))
`;

/** Looks at gateways, past Pulumi and SSH. */
export async function seen<P extends string>(
  host: LabHost,
  ...profiles: readonly P[]
): Promise<Record<P, Seen>> {
  return JSON.parse(await must(host, `python3 -I - ${profiles.join(" ")} <<'PROGRAM'${LOOK}PROGRAM`));
}

/** The profile that answers there for this key, past its `.env`; `null`: nobody does. */
export async function servesOn(host: LabHost, port: number, key: string): Promise<string | null> {
  const ask = `print(json.dumps(serves({"API_SERVER_PORT": "${port}", "API_SERVER_KEY": "${key}"})))`;
  return JSON.parse(await must(host, `python3 -I - <<'PROGRAM'${ASK}${ask}\nPROGRAM`));
}

/** What {@link seen} shows of a gateway that is ready: it says so itself, and it is the one that answers. */
function isReady(profile: string, { ActiveState, state, own, serves }: Seen): boolean {
  return ActiveState === "active" && state === "running" && own && serves === profile;
}

/** Waits until these gateways are ready. @throws Error that says what was seen last */
export async function ready(host: LabHost, ...profiles: readonly string[]): Promise<void> {
  let last: Record<string, Seen> = {};
  const all = async () => {
    last = await seen(host, ...profiles);
    return Object.entries(last).every(([profile, now]) => isReady(profile, now));
  };
  await until(`${profiles.join(", ")} are ready`, all, WAIT_SECONDS).catch((error: Error) => {
    throw new Error(`${error.message}; seen last: ${JSON.stringify(last)}`);
  });
}

/**
 * Waits until a gateway is through its start. It answers a second before its signal handlers are in place: a stop
 * in between ends otherwise than later.
 */
export async function settled(host: LabHost, profile: string): Promise<void> {
  await until(
    `${profile} is through its start`,
    async () => {
      const log = await must(
        host,
        `cat /home/hermes/.hermes/profiles/${profile}/logs/gateway.log 2>/dev/null || true`,
      );
      return log.lastIndexOf("Press Ctrl+C to stop") > log.lastIndexOf("Starting Hermes Gateway");
    },
    WAIT_SECONDS,
  );
}

/** Units that systemd counts as failed, and its word for the whole system. */
export function systemState(host: LabHost): Promise<string> {
  return must(host, "systemctl is-system-running || true; systemctl --failed --plain --no-legend");
}
