import type { DetectedProfile } from "../../../detect/detect";
import { isOn, type Setting } from "../../../detect/profile-settings";
import type { Finding } from "../../../finding";
import { pinsOf } from "../../topology/pins";
import type { Serving } from "../../topology/serving";
import { type HostRule, subject } from "../rule";

/** Settings of a profile that lead Hermes to another topology than the written one; the variable would win. */
export const topologyContradicted: HostRule = ({ hostKey, host: { topology }, serving }) => {
  if (topology === undefined) return [];
  const { members, served } = serving;
  return [
    ...members.flatMap((profile, place) => [
      ...againstPins(profile, pinsOf(topology, profile, false)?.gateway),
      ...againstList(profile, place, serving, topology),
    ]),
    ...served.flatMap(({ profile }) => againstPins(profile, { standalone: false })),
  ].map(
    ({ profile, setting, wanted }): Finding => ({
      code: "topology-contradicted",
      severity: "error",
      subjects: [subject(hostKey, profile.key)],
      message: `topology: ${topology} on ${hostKey} needs ${wanted}, and ${profile.key} says otherwise`,
      remedy: "leave the setting out, the topology writes it; or choose the other topology",
      path: setting.path,
    }),
  );
};

interface Contradiction {
  readonly profile: DetectedProfile;
  readonly setting: Setting;
  readonly wanted: string;
}

function againstPins(profile: DetectedProfile, pins: unknown): Contradiction[] {
  const { settings } = profile.detected;
  if (typeof pins !== "object" || pins === null) return [];
  const gateway = settings.option("gateway");
  if (gateway !== undefined && (typeof gateway.value !== "object" || Array.isArray(gateway.value)))
    return [{ profile, setting: gateway, wanted: "keys below gateway" }];
  return Object.entries(pins).flatMap(([key, value]) => {
    const written = [
      key === "multiplex_profiles" ? settings.variable("GATEWAY_MULTIPLEX_PROFILES") : undefined,
      key === "multiplex_profiles" ? settings.option(key) : undefined,
      settings.option("gateway", key),
    ].filter((setting) => setting !== undefined);
    return written
      .filter((setting) => setting.value === undefined || isOn(setting) !== value)
      .map((setting) => ({ profile, setting, wanted: `gateway.${key}: ${String(value)}` }));
  });
}

/** A list of the profiles to serve that leaves some of the fleet's out. */
function againstList(
  profile: DetectedProfile,
  place: number,
  { served }: Serving,
  topology: string,
): Contradiction[] {
  const { settings } = profile.detected;
  const list =
    settings.option("multiplex_profile_allowlist") ??
    settings.option("gateway", "multiplex_profile_allowlist");
  if (topology !== "multiplexed" || list === undefined || !Array.isArray(list.value)) return [];
  const names = new Set(list.value.map(String));
  return served
    .filter((one) => one.by === place && !names.has(one.profile.key))
    .map((one) => ({ profile, setting: list, wanted: `${one.profile.key} in multiplex_profile_allowlist` }));
}
