import { pathOf } from "../../../problem";
import { type HostRule, listed, subject } from "../rule";

/** Gateways that exclude each other and are all declared to wait: a boot starts none of them. */
export const nobodyRuns: HostRule = ({ hostKey, groups }) =>
  groups
    .filter(({ winners }) => winners.length === 0)
    .map(({ members }) => ({
      code: "nobody-runs",
      severity: "warning",
      subjects: members.map((key) => subject(hostKey, key)),
      message: `a boot of ${hostKey} starts none of ${listed(members)}: each is declared to wait`,
      remedy: `leave desired out of ${members[0]}, or accept this finding`,
      path: pathOf(["profiles", members[0] ?? "", "desired"]),
    }));
