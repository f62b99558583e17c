import { changedOnHost, type HomeFileKind, refused } from "./home-file-kind.js";

const NAME = "SOUL.md";

/** A profile's SOUL.md, which is ours as a whole where `soul` is declared. */
export const SOUL_FILE: HomeFileKind = {
  path: NAME,
  mode: "644",
  isDeclared: ({ soul }) => soul !== undefined,
  isSame: (olds, news) => olds.soul === news.soul,

  merge(content, { host, news, olds, record }) {
    const isOurs =
      record !== undefined && olds?.soul !== undefined && content?.equals(Buffer.from(olds.soul));
    if (news?.soul === undefined) {
      const stays = !isOurs || record?.found !== undefined;
      return { content: stays ? content : undefined };
    }
    const isThere = content?.equals(Buffer.from(news.soul)) ?? false;
    if (content !== undefined && !isThere && !isOurs) {
      if (record && olds?.status === "applied") throw changedOnHost(host, NAME);
      if (!record && news.adopt !== "take-over") {
        throw refused(
          host,
          [`${NAME}: is there with another text than declared`],
          "declare the same text, or set `adopt: take-over` on the profile to replace the file",
        );
      }
    }
    const found = record ? record.found : isThere ? [[]] : undefined;
    return { content: news.soul, ...(found ? { found } : {}) };
  },

  actual(content, { soul }) {
    if (content?.equals(Buffer.from(soul ?? ""))) return {};
    return { actual: { soul: content?.toString("utf8") ?? "" } };
  },
};
