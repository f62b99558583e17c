import { isSeen } from "../../../facts/host-facts";
import { pathOf } from "../../../problem";
import { type HostRule, subject } from "../rule";

/**
 * A profile whose home is this package's guess, on an account that lives elsewhere: `HOME`, which systemd takes from
 * passwd, and `HERMES_HOME` then part.
 */
export const accountHomeDiffers: HostRule = ({ hostKey, facts, serving }) => {
  if (!isSeen(facts) || facts.homes === undefined) return [];
  const { homes } = facts;
  return [...serving.members, ...serving.served.map(({ profile }) => profile)].flatMap((profile) => {
    const { key, unit, guessedHome } = profile;
    const home = Object.hasOwn(homes, unit.user) ? homes[unit.user] : undefined;
    if (guessedHome !== true || home === undefined) return [];
    const below = key === "default" ? `${home}/.hermes` : `${home}/.hermes/profiles/${key}`;
    const fits = below.replace(/^\/+/, "/");
    if (unit.home === fits) return [];
    return [
      {
        code: "account-home-differs",
        severity: "warning",
        subjects: [subject(hostKey, key)],
        message: `${unit.user} lives in ${home} on ${hostKey}, but ${key} declares no home, and ${unit.home} was taken for it`,
        remedy: `write home: ${fits}, or home: ${unit.home} if that is where the profile is`,
        path: pathOf(["profiles", key, "home"]),
      },
    ];
  });
};
