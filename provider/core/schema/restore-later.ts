import type { Fleet } from "./fleet";
import type { Lifted } from "./lift-later";

/** Puts the values that are known later into a fleet that was made from samples. Changes the fleet's own objects. */
export function restoreLater<Later>(fleet: Fleet, lifted: Lifted<Later>["lifted"]): Fleet<Later> {
  const hosts = new Map(fleet.hosts.map((host) => [host.key, host as unknown as Fields]));
  const profiles = new Map(fleet.profiles.map((profile) => [profile.key, profile as unknown as Fields]));
  for (const { keys, value } of lifted) {
    const [top, key = "", ...path] = keys.map(String);
    const last = path.pop();
    let holder = (top === "hosts" ? hosts : profiles).get(key);
    for (const step of path) holder = holder?.[step] as Fields | undefined;
    if (holder !== undefined && last !== undefined) holder[last] = value;
  }
  // the samples are gone, so what the types call plain may be a value that is known later from here on
  return fleet as Fleet<Later>;
}

type Fields = Record<string, unknown>;
