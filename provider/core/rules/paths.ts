import { z } from "zod";
import { says, shown } from "./says";
import { lineComplaint } from "./text-rules";

/** An absolute path in its shortest spelling, so that equal directories are equal texts. */
export function absolutePath() {
  return z.string().check(
    z.superRefine((value, context) => {
      const complaint = lineComplaint(value) ?? pathComplaint(value);
      if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint });
    }),
  );
}

/** Path of a program. systemd takes no quotes, backslashes or `$` in the first word of a command line. */
export function executablePath() {
  return absolutePath().check(
    z.superRefine((value, context) => {
      if (!/["'\\$]/.test(value)) return;
      const message = `${shown(value)} has a quote, a backslash or "$", which systemd does not take in a program's path`;
      context.addIssue({
        code: "custom",
        message: says(message, "use a path without them, or a link to the program"),
      });
    }),
  );
}

function pathComplaint(path: string): string | undefined {
  if (!path.startsWith("/")) {
    return says(
      `${shown(path)} is not an absolute path`,
      'begin it with "/"; "~" and relative paths have no meaning in a unit',
    );
  }
  // systemd reads these paths without unquoting; a backslash would be kept by some directives and not by others
  if (path.includes("\\")) return says(`${shown(path)} has a backslash`, "use a path without one");
  const shortest = shortestSpelling(path);
  return path === shortest
    ? undefined
    : says(`${shown(path)} is not in its shortest spelling`, `write ${shown(shortest)}`);
}

function shortestSpelling(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
