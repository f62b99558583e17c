import { enabledSetting, staysOff } from "./platform-switch";
import { isOn, type ProfileSettings, textOf } from "./profile-settings";

/** State of a platform that two gateways damage when both use it. */
export interface SessionClaim {
  /** Equal texts are the same. */
  readonly identity: string;
  readonly path: string;
}

/**
 * The Matrix device of a profile, when both its account and its device are written. Encryption keeps its keys in
 * each home, so one device in two homes cannot read its own messages (Hermes issue 77336).
 */
export function detectMatrixDevice(
  settings: ProfileSettings,
  digest: (text: string) => string,
): SessionClaim | undefined {
  const user = settings.variable("MATRIX_USER_ID") ?? settings.platform("matrix", "extra", "user_id");
  const device = settings.variable("MATRIX_DEVICE_ID") ?? settings.platform("matrix", "extra", "device_id");
  const [userText, deviceText] = [textOf(user), textOf(device)];
  if (device === undefined || !userText || !deviceText) return undefined;
  return { identity: digest(JSON.stringify(["matrix", userText, deviceText])), path: device.path };
}

/** The directory of a profile's WhatsApp session, when one is written; by default each home has its own. */
export function detectWhatsappSession(settings: ProfileSettings): SessionClaim | undefined {
  if (staysOff(settings, "whatsapp")) return undefined;
  const flag = settings.variable("WHATSAPP_ENABLED");
  const directory = settings.platform("whatsapp", "extra", "session_path");
  // a block with this key and without `enabled` is taken up
  const on = isOn(flag) ? flag : (enabledSetting(settings, "whatsapp") ?? directory);
  const path = textOf(directory);
  if ((on !== directory && !isOn(on)) || directory === undefined || !path?.startsWith("/")) return undefined;
  return { identity: path.replace(/\/+/g, "/").replace(/(.)\/$/, "$1"), path: directory.path };
}
