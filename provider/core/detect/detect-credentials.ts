import { CREDENTIALS, type CredentialRule } from "./credential-table";
import { enabledSetting, staysOff } from "./platform-switch";
import { isOn, type ProfileSettings, type Setting, textOf } from "./profile-settings";

/** A credential that a profile uses. The value itself is nowhere in it. */
export interface CredentialClaim {
  /** The credential in a sentence: `Telegram bot token`. */
  readonly title: string;
  /** Equal texts are the same credential: a keyed digest of the value, or of where it comes from. */
  readonly identity: string;
  /** Whether `identity` is of the value; if not, different ones may still be the same credential. */
  readonly compared: boolean;
  readonly path: string;
}

/**
 * Finds the credentials of a profile. Equal references (one key of the stack's configuration) are equal values; a
 * value that is known later equals only itself: the same profile on another host.
 *
 * @param digest keyed with a secret of the running program, so that nobody can try values against what it gives
 */
export function detectCredentials(
  profileKey: string,
  settings: ProfileSettings,
  digest: (text: string) => string,
): CredentialClaim[] {
  return CREDENTIALS.flatMap((rule) => {
    if (rule.unless !== undefined && settings.variable(rule.unless) !== undefined) return [];
    if (rule.platform !== undefined && staysOff(settings, rule.platform)) return [];
    const found = fromVariables(rule, settings) ?? fromConfig(rule, settings);
    const [first] = found ?? [];
    if (found === undefined || first === undefined) return [];
    const compared = found.every((setting) => setting.value !== undefined);
    const parts = found.map((setting, i) => source(setting, `${profileKey} ${rule.variables[i]}`));
    return [
      {
        title: rule.title,
        identity: digest(JSON.stringify([rule.title, ...parts])),
        compared,
        path: first.path,
      },
    ];
  });
}

function source({ value, reference }: Setting, owner: string): string[] {
  if (value !== undefined) return ["value", String(value)];
  return reference === undefined ? ["of", owner] : ["reference", reference];
}

function fromVariables({ variables }: CredentialRule, settings: ProfileSettings): Setting[] | undefined {
  return complete(variables.map((name) => settings.variable(name)));
}

/** A block with `enabled: false` uses nothing, as long as no variable switches the platform on. */
function fromConfig({ platform, options }: CredentialRule, settings: ProfileSettings): Setting[] | undefined {
  if (platform === undefined || options === undefined) return undefined;
  const enabled = enabledSetting(settings, platform);
  if (enabled !== undefined && !isOn(enabled)) return undefined;
  const found = options.map((keys) => settings.platform(platform, ...keys));
  return complete(found.map((setting) => (textOf(setting) ? setting : undefined)));
}

function complete(settings: readonly (Setting | undefined)[]): Setting[] | undefined {
  const found = settings.filter((setting) => setting !== undefined);
  return found.length === settings.length ? found : undefined;
}
