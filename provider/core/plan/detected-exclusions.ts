import type { DetectedProfile } from "../detect/detect";
import type { SessionClaim } from "../detect/detect-sessions";
import { isEveryAddress, type Listener } from "../detect/listener";
import { byCodeUnit } from "../order";
import { type ExclusionRule, grouped, type PlacedExclusion, type PlacedMember } from "./exclusion";

/** What only one of the members of one host can have at a time, as their declared configuration shows it. */
export function detectedExclusions(members: readonly DetectedProfile[]): PlacedExclusion[] {
  return [
    ...portExclusions(members),
    ...credentialExclusions(members),
    ...sessionExclusions(
      members,
      "matrix-device",
      "the Matrix device",
      ({ detected }) => detected.matrixDevice,
    ),
    ...sessionExclusions(
      members,
      "whatsapp-session",
      "the WhatsApp session",
      ({ detected }) => detected.whatsappSession,
    ),
  ];
}

type Bound = readonly [listener: Listener, member: PlacedMember];

function portExclusions(members: readonly DetectedProfile[]): PlacedExclusion[] {
  const byPort = new Map<number, Bound[]>();
  for (const [place, { detected }] of members.entries()) {
    for (const listener of detected.listeners) {
      const bound = byPort.get(listener.port) ?? [];
      bound.push([
        listener,
        { place, declaredAt: listener.path, ...(listener.written ? {} : { byDefault: true }) },
      ]);
      byPort.set(listener.port, bound);
    }
  }
  return [...byPort]
    .sort(([a], [b]) => a - b)
    .flatMap(([port, bound]) =>
      meeting(bound).map(
        (placed): PlacedExclusion => ({ rule: "port", what: `port ${port}`, members: placed }),
      ),
    );
}

/**
 * The members of one port as sets that meet on an address. One that listens everywhere is in each of them; so every
 * pair that meets is in one set at least, and no other pair is in any.
 */
function meeting(bound: readonly Bound[]): PlacedMember[][] {
  const everywhere = bound.filter(([{ address }]) => isEveryAddress(address));
  const narrow = Map.groupBy(
    bound.filter(([{ address }]) => !isEveryAddress(address)),
    ([{ address }]) => address,
  );
  const sets = [...narrow].sort(([a], [b]) => byCodeUnit(a, b)).map(([, some]) => [...everywhere, ...some]);
  return (sets.length === 0 ? [everywhere] : sets)
    .map((some) => some.map(([, member]) => member).sort((a, b) => a.place - b.place))
    .map((some) => some.filter((member, i) => some[i - 1]?.place !== member.place))
    .filter((some) => some.length > 1);
}

function credentialExclusions(members: readonly DetectedProfile[]): PlacedExclusion[] {
  const titles = new Map<string, string>();
  const used = members.flatMap(({ detected }, place) =>
    detected.credentials.map(({ identity, title, path }): [string, PlacedMember] => {
      titles.set(identity, title);
      return [identity, { place, declaredAt: path }];
    }),
  );
  return inOrder(
    [...grouped(used)].map(([identity, placed]) => ({
      rule: "credential",
      what: `the ${titles.get(identity)}`,
      members: placed,
    })),
  );
}

function sessionExclusions(
  members: readonly DetectedProfile[],
  rule: ExclusionRule,
  what: string,
  sessionOf: (member: DetectedProfile) => SessionClaim | undefined,
): PlacedExclusion[] {
  const used = members.flatMap((member, place): [string, PlacedMember][] => {
    const session = sessionOf(member);
    return session === undefined ? [] : [[session.identity, { place, declaredAt: session.path }]];
  });
  return inOrder([...grouped(used)].map(([, placed]) => ({ rule, what, members: placed })));
}

/** By what it is and then by its members, never by a digest: its key is another one in every process. */
function inOrder(exclusions: PlacedExclusion[]): PlacedExclusion[] {
  const places = ({ members }: PlacedExclusion) => members.map(({ place }) => String(place).padStart(6, "0"));
  return exclusions.sort(
    (a, b) => byCodeUnit(a.what, b.what) || byCodeUnit(places(a).join(), places(b).join()),
  );
}
