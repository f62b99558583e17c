import fc from "fast-check";
import { CREDENTIALS } from "../../../provider/core/detect/credential-table";
import { LISTENERS } from "../../../provider/core/detect/listener-table";

/** What one profile declares. */
export interface PlatformCase {
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
}

const KEY = "0123456789abcdef";

/** Variables of a platform, each with values that are worth a try. */
function variablesOf(platform: string): fc.Arbitrary<Record<string, string>> {
  const rule = LISTENERS.find((one) => one.platform === platform);
  const credentials = CREDENTIALS.filter((one) => one.platform === platform).flatMap(
    ({ variables }) => variables,
  );
  const names = [...new Set([...(rule?.credentials ?? []), ...credentials, ...(MORE[platform] ?? [])])];
  const flag =
    rule?.switch === undefined
      ? {}
      : { [rule.switch]: fc.constantFrom("true", "1", "false", "0", "off", "") };
  const port =
    rule?.portVariable === undefined ? {} : { [rule.portVariable]: fc.constantFrom("9001", "9002", "0") };
  const address =
    rule?.addressVariable === undefined
      ? {}
      : { [rule.addressVariable]: fc.constantFrom("127.0.0.2", "0.0.0.0") };
  const mode =
    rule?.mode === undefined ? {} : { [rule.mode.variable]: fc.constantFrom(rule.mode.is, "websocket") };
  const needed = Object.fromEntries(
    (rule?.needs ?? []).map((name) => [name, fc.constant("https://example.org/x")]),
  );
  const all: Record<string, fc.Arbitrary<string>> = {
    ...Object.fromEntries(names.map((name) => [name, fc.constant(KEY)])),
    ...flag,
    ...port,
    ...address,
    ...mode,
    ...needed,
  };
  const whole = Object.fromEntries(names.map((name) => [name, KEY]));
  const some = fc
    .record(all, { requiredKeys: [] })
    .map((found) =>
      Object.fromEntries(
        Object.entries(found).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    );
  return fc.tuple(fc.boolean(), some).map(([complete, found]) => (complete ? { ...whole, ...found } : found));
}

/** What Hermes wants besides before it takes a platform up. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  signal: ["SIGNAL_HTTP_URL"],
  matrix: ["MATRIX_HOMESERVER", "MATRIX_PASSWORD"],
  mattermost: ["MATTERMOST_URL"],
  email: ["EMAIL_PASSWORD", "EMAIL_IMAP_HOST", "EMAIL_SMTP_HOST"],
  dingtalk: ["DINGTALK_CLIENT_SECRET"],
  feishu: ["FEISHU_APP_SECRET"],
  wecom: ["WECOM_SECRET"],
  yuanbao: ["YUANBAO_APP_SECRET"],
  bluebubbles: ["BLUEBUBBLES_PASSWORD"],
  sms: ["TWILIO_AUTH_TOKEN"],
};

const enabled = fc.constantFrom<unknown>(true, false, "yes", "off", "On", 0, 1);

/** A platform's block of config.yaml, below one of the three places that Hermes looks at, or two. */
function blockOf(platform: string): fc.Arbitrary<Record<string, unknown>> {
  const rule = LISTENERS.find((one) => one.platform === platform);
  const port = rule === undefined ? {} : { [rule.portOption]: fc.constantFrom<unknown>(9003, "9004") };
  const address = rule?.addressOption === undefined ? {} : { [rule.addressOption]: fc.constant("127.0.0.3") };
  const mode =
    rule?.mode === undefined ? {} : { [rule.mode.option]: fc.constantFrom(rule.mode.is, "websocket") };
  const key = platform === "api_server" ? { key: fc.constant(KEY) } : {};
  const credentials = Object.fromEntries((rule?.takenUpBy ?? []).map((name) => [name, KEY]));
  const extra = fc
    .tuple(fc.boolean(), fc.record({ ...port, ...address, ...mode, ...key }, { requiredKeys: [] }))
    .map(([complete, found]) => (complete ? { ...credentials, ...found } : found));
  const block = fc.record({ enabled, extra }, { requiredKeys: [] });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: block.map((inner) => ({ platforms: { [platform]: inner } })) },
    { weight: 1, arbitrary: block.map((inner) => ({ gateway: { platforms: { [platform]: inner } } })) },
    { weight: 1, arbitrary: enabled.map((on) => ({ [platform]: { enabled: on } })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(enabled, block)
        .map(([on, inner]) => ({ [platform]: { enabled: on }, platforms: { [platform]: inner } })),
    },
  );
}

/** Every platform of the tables. */
export const PLATFORMS: readonly string[] = [
  ...new Set(
    [...LISTENERS, ...CREDENTIALS].flatMap(({ platform }) => (platform === undefined ? [] : [platform])),
  ),
];

/** Cases from a fixed seed: as many for each platform. */
export function platformCases(each: number): PlatformCase[] {
  return PLATFORMS.flatMap((platform, i) => {
    const one = fc.tuple(variablesOf(platform), blockOf(platform));
    return fc
      .sample(one, { seed: 20261130 + i, numRuns: each })
      .map(([env, config]) => ({ env: { ...env }, config }));
  });
}

/** What the real Hermes makes of cases: which platforms it takes up, and where those with a port would listen. */
export const READ_PLATFORMS = `
import importlib, inspect, json, logging, os, pathlib, sys, tempfile
logging.disable(logging.CRITICAL)
home = pathlib.Path(tempfile.mkdtemp())
os.environ["HERMES_HOME"] = str(home)
os.environ["HERMES_MANAGED_DIR"] = str(home / "none")
from gateway.config import Platform, load_gateway_config
from gateway.platforms.base import BasePlatformAdapter
from hermes_cli.plugins import discover_plugins
from utils import env_int
discover_plugins()
from gateway.platform_registry import platform_registry
for entry in platform_registry.plugin_entries(): entry.check_fn = lambda: True
def adapter(name):
    module = importlib.import_module(name)
    return next(c for c in vars(module).values() if inspect.isclass(c) and issubclass(c, BasePlatformAdapter) and c.__module__ == name)
BUILT_IN = ["api_server", "webhook", "msgraph_webhook", "bluebubbles", "whatsapp_cloud"]
PLUGINS = ["sms", "line", "feishu", "teams", "photon", "raft", "whatsapp"]
classes = {name: adapter("gateway.platforms." + name) for name in BUILT_IN}
classes.update({name: adapter("plugins.platforms." + name + ".adapter") for name in PLUGINS})
classes["wecom_callback"] = adapter("plugins.platforms.wecom.callback_adapter")
HOSTS = ["_host", "_webhook_host", "webhook_host", "_sidecar_bind"]
PORTS = ["_port", "_webhook_port", "webhook_port", "_sidecar_port", "_bridge_port"]
def first(one, names):
    return next((getattr(one, name) for name in names if hasattr(one, name)), None)
def listens(name, config):
    if name == "telegram":
        if not (os.getenv("TELEGRAM_WEBHOOK_URL", "").strip() and os.getenv("TELEGRAM_WEBHOOK_SECRET", "").strip()): return None
        return ["*", env_int("TELEGRAM_WEBHOOK_PORT", 8443)]
    if name not in classes: return None
    one = classes[name](config)
    if name == "feishu" and one._connection_mode != "webhook": return None
    if name == "api_server" and len(one._api_key) < 16: return None
    host = "127.0.0.1" if name == "whatsapp" else "0.0.0.0" if name == "teams" else first(one, HOSTS)
    return [host if host not in (None, "", "0.0.0.0", "::") else "*", int(first(one, PORTS))]
kept = dict(os.environ)
found = []
for case in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(kept)
    os.environ.update(case["env"])
    (home / "config.yaml").write_text(json.dumps(case["config"]))
    answer = {}
    for platform, config in load_gateway_config().platforms.items():
        if not config.enabled: continue
        try: answer[platform.value] = listens(platform.value, config)
        except Exception as error: answer[platform.value] = type(error).__name__ + ": " + str(error)
    found.append(answer)
print("\\n" + json.dumps(found))
`;
