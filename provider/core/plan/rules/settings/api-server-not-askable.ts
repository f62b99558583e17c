import { type ApiServerProblem, apiServerAt } from "../../../detect/api-server";
import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";

const TEXTS: Readonly<Record<ApiServerProblem, readonly [what: string, remedy: string]>> = {
  none: [
    "no address of one follows from what is declared for it",
    "declare API_SERVER_KEY in env, and a port as plain text if any, or write the address, for example http://127.0.0.1:8642",
  ],
  "key-elsewhere": [
    "the key of its API server is not in env, where the host would find it",
    "declare it as API_SERVER_KEY in env",
  ],
  "not-on-loopback": [
    "its API server does not listen on the host itself, where it would be asked",
    "bind it to 127.0.0.1, or wait for its port",
  ],
  "named-otherwise": [
    "its API server is told to answer with another name",
    "leave API_SERVER_MODEL_NAME and model_name out, or wait for a url",
  ],
};

/** A gateway that is waited for by its API server's answer, which nobody could get. */
export const apiServerNotAskable: ProfileRule = (profile) => {
  const { ready } = profile.handling.health;
  if (ready === undefined || !("api" in ready) || ready.api !== true) return [];
  const at = apiServerAt(profile.detected);
  if (typeof at !== "object") return [];
  const [what, remedy] = TEXTS[at.not];
  return [
    {
      code: "api-server-not-askable",
      severity: "error",
      subjects: subjectsOf(profile),
      message: `the gateway of ${profile.key} is ready by its API server's answer, but ${what}`,
      remedy,
      path: pathOf(["profiles", profile.key, "health", "ready", "api"]),
    },
  ];
};
