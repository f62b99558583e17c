import { ENVIRONMENT_WORD } from "./environment-word";
import { patternText } from "./text-rules";

/** A pattern with the words that a complaint about it needs. */
export interface NameRule {
  readonly pattern: RegExp;
  /** Ends the sentence `"…" is not`. */
  readonly what: string;
  readonly remedy: string;
}

/** Key of a fleet or a host; it becomes part of resource names and of ids. */
export const HOST_KEY: NameRule = {
  pattern: /^[a-z0-9][a-z0-9._-]*$/,
  what: "a valid key",
  remedy:
    'use lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit, for example "vm1"',
};

/** Name of a Hermes profile, or `default` for the default one. Source: hermes_cli/profiles.py. */
export const PROFILE_KEY: NameRule = {
  pattern: /^(?!(?:hermes|test|tmp|root|sudo)$)[a-z0-9][a-z0-9_-]{0,63}$/,
  what: "a name that Hermes takes for a profile",
  remedy:
    'use lower-case letters, digits, "_" and "-", beginning with a letter or digit, 64 at most, for example "coder"; ' +
    "hermes, test, tmp, root and sudo are reserved",
};

/** Name of the service unit of a gateway: no template, at most 255 characters, and none of the package's own. */
export const GATEWAY_UNIT: NameRule = {
  pattern: /^(?!hermes-fleet-)[A-Za-z0-9_][A-Za-z0-9:_.-]{0,246}\.service$/,
  what: "a name for a gateway's unit",
  remedy:
    'use letters, digits, ":", "_", "." and "-" and end in ".service", for example "hermes-gateway-coder.service"; ' +
    '"hermes-fleet-…" is kept for this package',
};

/** A gateway's unit on a host: its name, and before it the account and "/" when that account's manager runs it. */
export const UNIT_REF: NameRule = {
  pattern:
    /^(?:[A-Za-z_][A-Za-z0-9_.-]{0,30}\/)?(?!hermes-fleet-)[A-Za-z0-9_][A-Za-z0-9:_.-]{0,246}\.service$/,
  what: "a gateway's unit",
  remedy: 'write "<unit>", or "<account>/<unit>" for a unit of an account\'s own manager',
};

/** Name of the lock of two gateways that run under different managers, without its directory. */
export const LOCK_NAME: NameRule = {
  pattern: /^[a-z0-9][A-Za-z0-9@+._-]{0,240}\.lock$/,
  what: "the name of a lock",
  remedy: "leave it to the plan",
};

/** Name of any unit that a gateway may depend on. */
export const DEPENDENCY_UNIT: NameRule = {
  pattern:
    /^[A-Za-z0-9_-][\\A-Za-z0-9:_.@-]{0,240}\.(service|socket|target|mount|automount|swap|path|timer|slice|scope|device)$/,
  what: "the name of a unit",
  remedy: 'write the whole name with its type, for example "network-online.target"',
};

/** Name of a target that may want a gateway. */
export const TARGET_UNIT: NameRule = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9:_.@-]{0,240}\.target$/,
  what: "the name of a target",
  remedy: 'write the whole name, for example "multi-user.target"',
};

/** Name of an account or a group, never a number: the account's home is derived from it. */
export const ACCOUNT: NameRule = {
  pattern: /^[A-Za-z_][A-Za-z0-9_.-]{0,30}$/,
  what: "the name of an account or group",
  remedy:
    'use letters, digits, "_", "." and "-", beginning with a letter or "_", 31 at most, for example "hermes"',
};

/** Name of an environment variable, as systemd and shells accept it. */
export const ENVIRONMENT_NAME: NameRule = {
  pattern: ENVIRONMENT_WORD,
  what: "the name of an environment variable",
  remedy: 'use letters, digits and "_", not beginning with a digit, for example "LOG_LEVEL"',
};

/** Hermes' name of a platform in its state file; one that a multiplexer serves for another profile has that before it. */
export const PLATFORM: NameRule = {
  pattern: /^([a-z0-9][a-z0-9_-]{0,63}:)?[a-z0-9][a-z0-9_.-]{0,63}$/,
  what: "a platform's name",
  remedy:
    'write it as the state file does, for example "telegram" or "api_server", and "coder:telegram" where one gateway serves several profiles',
};

/** Key of a directive, as systemd spells it. */
export const DIRECTIVE_KEY: NameRule = {
  pattern: /^(X-)?[A-Z][A-Za-z0-9-]*$/,
  what: "the name of a directive",
  remedy: 'spell it as systemd does, for example "MemoryMax"',
};

/** A text that keeps a name rule. */
export function name(rule: NameRule) {
  return patternText(rule.pattern, rule.what, rule.remedy);
}
