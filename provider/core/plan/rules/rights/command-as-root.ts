import { pathOf } from "../../../problem";
import { type ProfileRule, subjectsOf } from "../rule";
import { inEffect, isOfAccount } from "./account-paths";

/** Directives with command lines that are not the package's own. */
const COMMANDS = ["ExecCondition", "ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost"];

/** Prefixes of a command line, in any order (systemd.service(5), "Command lines"). */
const PREFIX = /^[@:+!|-]*/;

/** A command that systemd runs with more rights than the gateway's account has. */
export const commandAsRoot: ProfileRule = (profile) => {
  const { key, unit } = profile;
  if (unit.scope !== "system" || unit.user === "root") return [];
  const { Service } = unit.directives;
  const always = /^(1|y|yes|t|true|on)$/i.test(inEffect(Service.PermissionsStartOnly).at(-1) ?? "");
  const written = [
    ...COMMANDS.flatMap((directive) =>
      inEffect(Service[directive]).map((line) => ({
        directive,
        line,
        path: ["directives", "Service", directive],
      })),
    ),
    ...unit.execReload
      .slice(0, 1)
      .map((line) => ({ directive: "ExecReload", line: line as string, path: ["execReload"] })),
  ];
  return written.flatMap(({ directive, line, path }) => {
    const prefix = PREFIX.exec(line)?.[0] ?? "";
    const raised = /[+!]/.test(prefix);
    // the option's own command is `kill`
    if (!raised && (!always || directive === "ExecReload")) return [];
    const program =
      line
        .slice(prefix.length)
        .split(/\s/)[0]
        ?.replace(/^["']|["']$/g, "") ?? "";
    const why = /[+!]/.test(prefix)
      ? `the prefix "${prefix.replace(/[^+!]/g, "")}"`
      : "PermissionsStartOnly=";
    const whose = isOfAccount(program, profile)
      ? `; an account can put what it likes at ${program}, and so becomes root`
      : "";
    return [
      {
        code: "command-as-root" as const,
        severity: "warning" as const,
        subjects: subjectsOf(profile),
        message: `${directive}= of ${key} runs ${program} with root's rights in place of ${unit.user}'s, by ${why}${whose}`,
        remedy: `run it as ${unit.user} (no prefix), or see to it that it and all that it reads and writes are in directories where root alone writes`,
        path: pathOf(["profiles", key, ...path]),
      },
    ];
  });
};
