import { switchedOnBy } from "../../../detect/detect-listeners";
import { LISTENERS } from "../../../detect/listener-table";
import { enabledSetting } from "../../../detect/platform-switch";
import { isOn } from "../../../detect/profile-settings";
import { type ProfileRule, subjectsOf } from "../rule";

/**
 * A listener that config.yaml switches off and a variable switches on: for many platforms the variable wins (Hermes
 * 0.19.0; later ones may leave it off), so the plan counts it as on. Where `enabled: false` wins there is nothing to say.
 */
export const disabledPlatformStarts: ProfileRule = (profile) =>
  LISTENERS.flatMap((rule) => {
    const { settings } = profile.detected;
    const enabled = enabledSetting(settings, rule.platform);
    const on = switchedOnBy(rule, settings);
    if (enabled === undefined || isOn(enabled) || on === undefined || !on.variable) return [];
    return [
      {
        code: "disabled-platform-starts",
        severity: "warning",
        subjects: subjectsOf(profile),
        message: `config.yaml of ${profile.key} switches the ${rule.title} off, but ${on.by.path} switches it on, and Hermes 0.19.0 obeys the variable`,
        remedy: `take ${on.by.path} out, or enabled: false`,
        path: enabled.path,
      },
    ];
  });
