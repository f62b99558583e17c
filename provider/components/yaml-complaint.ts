import type { ErrorCode } from "yaml";

/**
 * What is wrong with YAML, by the parser's code: its own messages quote the text, and a password that begins with `*` or
 * stands behind a missing colon is a part of it.
 */
const COMPLAINTS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias (*name) has an anchor or a tag of its own",
  BAD_ALIAS: "an alias (*name) or anchor (&name) is empty or ends in a colon",
  BAD_COLLECTION_TYPE: "a tag does not fit what stands behind it",
  BAD_DIRECTIVE: "a line that begins with % is no directive",
  BAD_DQ_ESCAPE: "a text in double quotes has a backslash that begins no escape",
  BAD_INDENT: "the indentation does not fit the lines before it",
  BAD_PROP_ORDER: "an anchor or a tag stands at the wrong place",
  BAD_SCALAR_START: "a value without quotes begins with a character that needs them",
  BLOCK_AS_IMPLICIT_KEY: "a list or a map stands where one line can have only a value",
  BLOCK_IN_FLOW: "a list or a map of several lines stands in brackets",
  DUPLICATE_KEY: "a key stands twice",
  IMPOSSIBLE: "the text cannot be taken apart",
  KEY_OVER_1024_CHARS: "a key has more than 1024 characters",
  MISSING_CHAR: "a colon, comma, quote, bracket or blank is missing",
  MULTILINE_IMPLICIT_KEY: "a key has several lines, or the colon behind it is missing",
  MULTIPLE_ANCHORS: "a value has several anchors",
  MULTIPLE_DOCS: "a second document begins",
  MULTIPLE_TAGS: "a value has several tags",
  NON_STRING_KEY: "a key is no text",
  RESOURCE_EXHAUSTION: "the lists and maps lie too deep in each other",
  TAB_AS_INDENT: "a line is indented with a tab",
  TAG_RESOLVE_FAILED: "a tag (!name) is not known; a text that begins with ! needs quotes",
  UNEXPECTED_TOKEN: "something stands where it cannot; a quote may be missing, or one is too many",
};

/** What is wrong at the place of an error; never a text of the file. */
export function yamlComplaint({ code }: { readonly code: ErrorCode }): string {
  return COMPLAINTS[code] ?? "this is no YAML";
}
