import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { disable, enable, type LinkChange, unitFileState } from "../../manager/enablement";

import type { ToolAnswer } from "../tool";
import { type Arguments, unitName } from "./arguments";
import { requestAll } from "./job-verbs";
import type { SystemctlContext, Verb } from "./systemctl";

/** Verbs about unit files. */
export const FILE_VERBS: Readonly<Record<string, Verb>> = {
  "daemon-reload": ({ manager }) => {
    manager.reload();
    return { code: 0 };
  },
  "daemon-reexec": () => ({ code: 0 }),
  enable: (context, args) =>
    changeLinks(context, args, "enable", (unit, runtime) => {
      const { manager } = context;
      return enable(manager.paths, manager.sandbox, unit, { runtime });
    }),
  disable: (context, args) =>
    changeLinks(context, args, "disable", (unit, runtime) => {
      const { manager } = context;
      return disable(manager.paths, manager.sandbox, unit, { runtime });
    }),
  mask: (context, args) => changeMasks(context, args, true),
  unmask: (context, args) => changeMasks(context, args, false),
};

/** Verbs about unit files that change nothing. */
export const FILE_QUERIES: Readonly<Record<string, Verb>> = {
  "is-enabled": ({ manager }, { words, flags }) => {
    const states = words.map((word) => unitFileState(manager.paths, manager.sandbox, unitName(word)));
    const good = states.some((state) => state?.startsWith("enabled") || state === "static");
    const known = states.filter((state) => state !== undefined);
    const missing = words.filter((_, index) => states[index] === undefined).map(unitName);
    return {
      code: good ? 0 : 1,
      out: flags.has("--quiet") ? "" : lines(known),
      err: lines(
        missing.map((name) => `Failed to get unit file state for ${name}: No such file or directory`),
      ),
    };
  },
  cat: ({ manager }, { words }) => {
    const blocks: string[] = [];
    const errors: string[] = [];
    for (const name of words.map(unitName)) {
      const { definition } = manager.registry.get(name);
      if (definition.fragmentPath === "") errors.push(`No files found for ${name}.`);
      for (const path of [definition.fragmentPath, ...definition.dropInPaths].filter((file) => file !== "")) {
        blocks.push(`# ${path}\n${readFileSync(manager.sandbox.path(path), "utf8").replace(/\n*$/, "\n")}`);
      }
    }
    return { code: errors.length > 0 ? 1 : 0, out: blocks.join("\n"), err: lines(errors) };
  },
};

/** The first lines of a longer explanation. */
const NO_INSTALL = `The unit files have no installation config (WantedBy=, RequiredBy=, Also=,
Alias= settings in the [Install] section, and DefaultInstance= for template
units). This means they are not meant to be enabled using systemctl.
`;

/** `enable` and `disable`: links, then a reload unless told otherwise, then the job of `--now`. */
async function changeLinks(
  context: SystemctlContext,
  args: Arguments,
  verb: "enable" | "disable",
  change: (unit: string, runtime: boolean) => LinkChange[] | undefined,
): Promise<ToolAnswer> {
  const { manager } = context;
  const units = args.words.map(unitName);
  const missing = units.find((unit) => manager.paths.fragment(unit) === undefined);
  if (missing !== undefined)
    return { code: 1, err: `Failed to ${verb} unit: Unit file ${missing} does not exist.\n` };
  const masked = units.find((unit) =>
    unitFileState(manager.paths, manager.sandbox, unit)?.startsWith("masked"),
  );
  if (masked !== undefined && verb === "enable") {
    const path = manager.paths.fragment(masked);
    return { code: 1, err: `Failed to enable unit: Unit file ${path} is masked.\n` };
  }
  let err = "";
  for (const unit of units) {
    const changes = change(unit, args.flags.has("--runtime"));
    if (changes === undefined) err += NO_INSTALL;
    else if (!args.flags.has("--quiet")) {
      for (const { link, target } of changes) {
        err += verb === "enable" ? `Created symlink ${link} → ${target}.\n` : `Removed "${link}".\n`;
      }
    }
  }
  if (!args.flags.has("--no-reload")) manager.reload();
  if (!args.flags.has("--now")) return { code: 0, err };
  const answer = await requestAll(
    context,
    args,
    verb === "enable" ? "start" : "stop",
    verb === "enable" ? "start" : "stop",
  );
  return { code: answer.code, err: err + (answer.err ?? "") };
}

function changeMasks({ manager }: SystemctlContext, { words, flags }: Arguments, mask: boolean): ToolAnswer {
  let err = "";
  for (const name of words.map(unitName)) {
    const folder = flags.has("--runtime") ? "/run/systemd/system" : "/etc/systemd/system";
    const path = `${folder}/${name}`;
    const file = manager.sandbox.path(path);
    const entry = lstatSync(file, { throwIfNoEntry: false });
    const isMasked = entry?.isSymbolicLink() === true && readlinkSync(file) === "/dev/null";
    if (mask && entry && !isMasked) {
      return { code: 1, err: `${err}Failed to mask unit: File ${path} already exists.\n` };
    }
    if (mask && !entry) {
      symlinkSync("/dev/null", file);
      err += `Created symlink ${path} → /dev/null.\n`;
    } else if (!mask && isMasked) {
      rmSync(file);
      err += `Removed "${path}".\n`;
    }
  }
  manager.reload();
  return { code: 0, err: flags.has("--quiet") ? "" : err };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
