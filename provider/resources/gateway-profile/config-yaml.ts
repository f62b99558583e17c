import { actualConfig } from "../../core/config-file/actual-config";
import { type Config, type ConfigPath, isBranch } from "../../core/config-file/config";
import { configDrift } from "../../core/config-file/config-drift";
import { mergeConfig } from "../../core/config-file/merge-config";
import { pathOf } from "../../core/problem";
import { equalValues } from "../equal.js";
import { changedOnHost, type HomeFileKind, refused, tellLeft } from "./home-file-kind.js";

const NAME = "config.yaml";

/** Our settings in a profile's config.yaml; everything else in it is the user's and Hermes'. */
export const CONFIG_FILE: HomeFileKind = {
  path: NAME,
  // It may hold secrets.
  mode: "600",
  isDeclared: ({ config }) => isBranch(config),
  isSame: (olds, news) => equalValues(olds.config ?? {}, news.config ?? {}),

  merge(content, { host, news, olds, record }) {
    const text = textOf(content);
    const before = record && olds?.config ? olds.config : {};
    const after = news?.config ?? {};
    const found = record?.found ?? [];
    if (text === null) {
      if (!news) return { content };
      throw refused(host, [`${NAME}: is no UTF-8, which Hermes reads it as`]);
    }
    const edited = olds?.status === "applied" && news ? editedPaths(text, before, after) : [];
    if (edited.length > 0) throw changedOnHost(host, `${edited.map(pathOf).join(", ")} in ${NAME}`);
    const adopt = news?.adopt ?? "refuse";
    const merged = mergeConfig(text, { before, after, found, adopt });
    if (!merged.problems) return { content: merged.text, found: merged.found };
    if (!news) {
      for (const { path, message } of merged.problems)
        tellLeft(host, NAME, path ? `${path}: ${message}` : message);
      return { content: text };
    }
    throw refused(
      host,
      merged.problems.map(
        ({ path, message, remedy }) => `${NAME}: ${path}${path ? ": " : ""}${message}; ${remedy}`,
      ),
      "correct the file on the host or the declaration; `adopt: take-over` on the profile lets declared values take the place of others",
    );
  },

  actual(content, { config = {} }) {
    const text = textOf(content);
    if (text !== null && configDrift(text, config).length === 0) return {};
    return { actual: { config: text === null ? {} : actualConfig(text, config) } };
  },
};

/** Settings of ours that have neither their old nor their new value, and are to go on being ours. */
function editedPaths(text: string | undefined, before: Config, after: Config): ConfigPath[] {
  const wrong = new Set(configDrift(text, after).map((path) => JSON.stringify(path)));
  return configDrift(text, before).filter((path) => wrong.has(JSON.stringify(path)));
}

/** `null` for what is no UTF-8; a byte order mark stays. */
function textOf(content: Buffer | undefined): string | undefined | null {
  if (content === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}
