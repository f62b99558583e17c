import { portBinding } from "../../../detect/detect-listeners";
import { type HostRule, listed, subject } from "../rule";

/**
 * A platform with a port of its own on a profile that another one's gateway serves: Hermes passes over such a profile
 * with a warning in its log (observed with 0.19.0).
 */
export const portOnServedProfile: HostRule = ({ hostKey, serving: { members, served } }) =>
  served.flatMap(({ profile, by }) => {
    const binding = portBinding(profile.detected.settings);
    const [first] = binding;
    if (first === undefined) return [];
    const server = members[by]?.key ?? "";
    const titles = listed(binding.map(({ title }) => title));
    return [
      {
        code: "port-on-served-profile",
        severity: "error",
        subjects: [subject(hostKey, profile.key)],
        message: `${profile.key} switches on ${titles}, and a gateway that serves several profiles passes over those with a port of their own`,
        remedy: `leave it out: the API server of ${server} answers for ${profile.key} under /p/${profile.key}/; or set topology: per-profile`,
        path: first.path,
      },
    ];
  });
