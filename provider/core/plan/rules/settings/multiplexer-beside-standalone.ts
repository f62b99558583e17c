import type { DetectedProfile } from "../../../detect/detect";
import { type HostRule, listed, subject } from "../rule";

/**
 * A default profile that serves the profiles of its account, beside units of these profiles: such a unit ends with
 * exit 1 or 78, because its profile is served already, and is started again for ever (observed with 0.19.0).
 */
export const multiplexerBesideStandalone: HostRule = ({ hostKey, gateways, members }) => {
  const runs = (_: DetectedProfile, place: number) => gateways[place]?.boot === "enabled";
  const running = members.filter(runs);
  const server = running.find(
    ({ key, detected }) => key === "default" && detected.multiplexing.by !== undefined,
  );
  const by = server?.detected.multiplexing.by;
  if (server === undefined || by === undefined) return [];
  const served = running
    .filter((profile) => profile !== server && serves(server, profile))
    .map(({ key }) => key);
  if (served.length === 0) return [];
  return [
    {
      code: "multiplexer-beside-standalone",
      severity: "error",
      subjects: ["default", ...served].map((key) => subject(hostKey, key)),
      message: `the profile default would serve ${listed(served)} itself on ${hostKey}, and their own units would fail for ever`,
      remedy: `switch multiplexing off, or leave ${listed(served)} out, or write gateway.standalone: true into their config (Hermes after 0.19)`,
      path: by.path,
    },
  ];
};

function serves(server: DetectedProfile, profile: DetectedProfile): boolean {
  const { only } = server.detected.multiplexing;
  return (
    profile.unit.user === server.unit.user &&
    profile.unit.home.startsWith(`${server.unit.home}/profiles/`) &&
    !profile.detected.multiplexing.standalone &&
    (only === undefined || only.includes(profile.key))
  );
}
