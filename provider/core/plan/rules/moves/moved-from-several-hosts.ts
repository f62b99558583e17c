import { byCodeUnit } from "../../../order";
import { pathOf } from "../../../problem";
import { listed, type ProfileRule, subject } from "../rule";

/** A profile that moves from one host to several: the old gateway can become only one of the new ones. */
export const movedFromSeveralHosts: ProfileRule = ({ key, hosts, handling }) => {
  const placed = [...hosts].sort(byCodeUnit);
  if (handling.movedFrom === undefined || placed.length < 2) return [];
  return [
    {
      code: "moved-from-several-hosts",
      severity: "error",
      subjects: placed.map((host) => subject(host, key)),
      message: `the profile ${key} says movedFrom: ${handling.movedFrom}, but is placed on ${listed(placed)}`,
      remedy: "place it on one host first and on the others with a later update, or leave movedFrom out",
      path: pathOf(["profiles", key, "movedFrom"]),
    },
  ];
};
