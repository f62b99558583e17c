import { type ProfileRule, subjectsOf } from "../rule";

/** A port that the plan cannot compare: known later, or no port, for which Hermes takes its default. */
export const portNotKnown: ProfileRule = (profile) =>
  profile.detected.unread.map(({ title, path, instead }) => ({
    code: "port-not-known",
    severity: "warning",
    subjects: subjectsOf(profile),
    message:
      instead === undefined
        ? `the port of the ${title} of ${profile.key} is known only later, so it was not compared with the others`
        : `the port of the ${title} of ${profile.key} is no port, so Hermes takes its default, ${instead}`,
    remedy:
      instead === undefined
        ? "write it as plain text, or name it in ports"
        : "write a number from 1 to 65535",
    path,
  }));
