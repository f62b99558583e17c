import { pathOf } from "../../../problem";
import { rootOf } from "../../topology/serving";
import { type HostRule, subject } from "../rule";

/** With `topology: multiplexed` a profile of another account than the one that serves, or with a home elsewhere. */
export const servedByNobody: HostRule = ({ hostKey, serving }) =>
  serving.unserved.map((profile) => {
    const { key, unit } = profile;
    const root = rootOf(profile);
    const why =
      root === undefined
        ? `its home ${unit.home} is not below the profiles directory of another one`
        : `no profile of this fleet has the home ${root} there and runs as ${unit.user}`;
    return {
      code: "served-by-nobody",
      severity: "error",
      subjects: [subject(hostKey, key)],
      message: `${key} is served by nobody on ${hostKey}, where one gateway serves all profiles of an account: ${why}`,
      remedy:
        root === undefined
          ? `leave home out, or move it below the profiles directory, or set topology: per-profile on ${hostKey}`
          : `place the profile whose home ${root} is there too, default as a rule, with user: ${unit.user}; or set topology: per-profile on ${hostKey}`,
      path: pathOf(["profiles", key, root === undefined ? "home" : "user"]),
    };
  });
