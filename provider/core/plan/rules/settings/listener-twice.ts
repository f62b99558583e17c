import { overlap } from "../../../detect/listener";
import { type ProfileRule, subjectsOf } from "../rule";

/** Two platforms of one gateway on one port: some of Hermes' defaults are the same, 8645 and 8646 among them. */
export const listenerTwice: ProfileRule = (profile) =>
  profile.detected.listeners.flatMap((one, i) =>
    profile.detected.listeners.slice(i + 1).flatMap((other) => {
      if (!overlap(one, other)) return [];
      return [
        {
          code: "listener-twice",
          severity: "error",
          subjects: subjectsOf(profile),
          message: `${one.title} and ${other.title} of ${profile.key} would both listen on port ${one.port}`,
          remedy: `give the ${other.title} another port`,
          path: other.path,
        },
      ];
    }),
  );
