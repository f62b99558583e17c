import type { FleetProfile } from "../schema/fleet";
import { type CredentialClaim, detectCredentials } from "./detect-credentials";
import { type DetectedListeners, detectListeners } from "./detect-listeners";
import { detectMultiplexing, type Multiplexing } from "./detect-multiplexing";
import { detectMatrixDevice, detectWhatsappSession, type SessionClaim } from "./detect-sessions";
import { detectSystemdConflicts, type SystemdConflict } from "./detect-systemd-conflicts";
import { detectWatchdog, type Watchdog } from "./detect-watchdog";
import { type StopNeed, stopNeed } from "./drain-seconds";
import { type ProfileSettings, settingsOf } from "./profile-settings";

/** What follows from a profile's declared configuration. Holds settings: never a part of the plan. */
export interface Detected extends DetectedListeners {
  readonly settings: ProfileSettings;
  readonly credentials: readonly CredentialClaim[];
  readonly matrixDevice: SessionClaim | undefined;
  readonly whatsappSession: SessionClaim | undefined;
  /** By code unit. */
  readonly systemdConflicts: readonly SystemdConflict[];
  readonly multiplexing: Multiplexing;
  readonly stopNeed: StopNeed;
  readonly watchdog: Watchdog;
}

/** A profile with what was detected in it. */
export type DetectedProfile = FleetProfile<unknown> & { readonly detected: Detected };

/** Looks through a profile's `env`, `environment`, `config` and `ports` for what the gateway will take. */
export function detect(profile: FleetProfile<unknown>, digest: (text: string) => string): DetectedProfile {
  const settings = settingsOf(profile);
  const detected: Detected = {
    settings,
    ...detectListeners(profile, settings),
    credentials: detectCredentials(profile.key, settings, digest),
    matrixDevice: detectMatrixDevice(settings, digest),
    whatsappSession: detectWhatsappSession(settings),
    systemdConflicts: detectSystemdConflicts(settings),
    multiplexing: detectMultiplexing(settings),
    stopNeed: stopNeed(settings),
    watchdog: detectWatchdog(settings),
  };
  return { ...profile, detected };
}
