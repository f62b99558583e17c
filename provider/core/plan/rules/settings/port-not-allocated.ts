import { LISTENERS } from "../../../detect/listener-table";
import { type ProfileRule, subjectsOf } from "../rule";

/**
 * A listener of an allocating profile that stays on Hermes' default: Hermes takes its port from config.yaml alone,
 * because the platform is switched on there or has no variable for it (observed with Hermes 0.19.0).
 */
export const portNotAllocated: ProfileRule = (profile) => {
  if (profile.ports !== "allocate") return [];
  return profile.detected.listeners
    .filter(({ written }) => !written)
    .map(({ platform, title, port, path }) => {
      const rule = LISTENERS.find((one) => one.platform === platform);
      const option = `platforms.${platform}.extra.${rule?.portOption}`;
      const switches = rule?.switch ?? rule?.credentials?.join(" and ");
      return {
        code: "port-not-allocated",
        severity: "warning",
        subjects: subjectsOf(profile),
        message: `no port is allocated to the ${title} of ${profile.key}, it stays on ${port}: Hermes reads it from config.yaml only, which is not written to hosts`,
        remedy:
          rule?.portVariable === undefined || switches === undefined
            ? `write ${option} in the profile's config.yaml, and its copy here`
            : `switch it on with ${switches} in env, or write ${option} in the profile's config.yaml, and its copy here`,
        path,
      };
    });
};
