import { apiServerKey, LEAST_KEY_LENGTH, switchedOnBy } from "../../../detect/detect-listeners";
import { LISTENERS } from "../../../detect/listener-table";
import { type ProfileRule, subjectsOf } from "../rule";

/** An API server that is switched on and never listens: without a key it stays "retrying" (observed with 0.19.0). */
export const apiServerWithoutKey: ProfileRule = (profile) => {
  const rule = LISTENERS.find(({ platform }) => platform === "api_server");
  const { settings } = profile.detected;
  const on = rule && switchedOnBy(rule, settings);
  const key = apiServerKey(settings);
  if (on === undefined || key === "usable") return [];
  return [
    {
      code: "api-server-without-key",
      severity: "warning",
      subjects: subjectsOf(profile),
      message:
        key === "missing"
          ? `the API server of ${profile.key} is switched on without a key, so it never listens`
          : `the API server of ${profile.key} has a key of fewer than ${LEAST_KEY_LENGTH} characters, so it never listens`,
      remedy: `set API_SERVER_KEY in env, at least ${LEAST_KEY_LENGTH} characters, or leave the API server off`,
      path: on.by.path,
    },
  ];
};
