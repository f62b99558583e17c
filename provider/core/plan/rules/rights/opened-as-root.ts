import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";
import { inEffect, isOfAccount } from "./account-paths";

interface Opening {
  /** The path in one value; left out: there is none. */
  readonly path: (value: string) => string | undefined;
  /** What systemd does with it, as root, for the account. */
  readonly does: string;
  readonly remedy: string;
}

const ENVIRONMENT: Opening = {
  path: (value) => value.replace(/^-/, ""),
  does: "reads it as root and gives the account its lines as variables",
  remedy: "keep the file where root alone writes, such as /etc/hermes, or declare the values in env",
};
const STREAM: Opening = {
  path: (value) => /^(?:file|append|truncate):(.*)$/.exec(value)?.[1],
  does: "opens it as root, through whatever link stands there",
  remedy: "leave it to the journal, or name a file in a directory where root alone writes, such as /var/log",
};
const CREDENTIAL: Opening = {
  path: (value) => /^[^:]*:(.*)$/.exec(value)?.[1],
  does: "reads it as root and shows the account what it read",
  remedy: "keep the file where root alone writes, such as /etc/credstore, or declare the value in env",
};

/** Directives with a path that the system's manager opens with its own rights (systemd.exec(5), systemd.service(5)). */
const OPENINGS: Readonly<Record<string, Opening>> = {
  EnvironmentFile: ENVIRONMENT,
  StandardInput: STREAM,
  StandardOutput: STREAM,
  StandardError: STREAM,
  LoadCredential: CREDENTIAL,
  LoadCredentialEncrypted: CREDENTIAL,
  OpenFile: {
    path: (value) => value.split(":")[0],
    does: "opens it as root and hands the account the open file",
    remedy: "let the gateway open it by itself, or name a file in a directory where root alone writes",
  },
  PIDFile: {
    path: (value) => (/^[/%]/.test(value) ? value : `/run/${value}`),
    does: "reads it as root and takes the process that it names for the gateway",
    remedy: "leave it out: the gateway's main process is the one that systemd started",
  },
};

/** A file that systemd opens as root where the gateway's account, and so its agent, decides what lies there. */
export const openedAsRoot: ProfileRule = (profile) => {
  const { key, unit } = profile;
  if (unit.scope !== "system") return [];
  return Object.entries(OPENINGS).flatMap(([directive, { path, does, remedy }]) => {
    const found = inEffect(unit.directives.Service[directive])
      .map((value) => path(value) ?? "")
      .filter((value) => value !== "" && isOfAccount(value, profile));
    return found.map((value) => ({
      code: "opened-as-root" as const,
      severity: "warning" as const,
      subjects: subjectsOf(profile),
      message: `${directive}= of ${key} names ${value}, where an account can put what it likes: systemd ${does}`,
      remedy,
      path: pathOf(["profiles", key, "directives", "Service", directive]),
    }));
  });
};
