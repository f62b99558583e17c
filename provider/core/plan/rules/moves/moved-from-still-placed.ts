import { pathOf } from "../../../problem";
import { type ProfileRule, subject } from "../rule";

/** A profile that moves away from a host and stays there: nothing would move. */
export const movedFromStillPlaced: ProfileRule = ({ key, hosts, handling }) => {
  const from = handling.movedFrom;
  if (from === undefined || !hosts.includes(from)) return [];
  return [
    {
      code: "moved-from-still-placed",
      severity: "error",
      subjects: [subject(from, key)],
      message: `the profile ${key} says movedFrom: ${from}, but is still placed on ${from}`,
      remedy: `take ${from} out of its hosts, or leave movedFrom out`,
      path: pathOf(["profiles", key, "movedFrom"]),
    },
  ];
};
