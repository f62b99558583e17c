import { z } from "zod";
import { ENVIRONMENT_NAME } from "../rules/names";
import { seconds } from "../rules/numbers";
import { ADOPT_POLICIES, DELETE_POLICIES } from "../rules/policies";
import { strict } from "../rules/strict";
import { lineText } from "../rules/text-rules";
import { directiveOptions } from "./directive-options";
import { envValueSchema } from "./env-value";
import { exclusionOptions, placementOptions } from "./exclusion-options";
import { configOption, soulOption } from "./file-options";
import { hardeningOption } from "./hardening-option";
import { keyed, matching } from "./keyed";
import { lifecycleOptions } from "./lifecycle-options";
import { option } from "./option";
import { processOptions } from "./process-options";
import { HEALTH_DEADLINE_SECONDS, PROFILE_DEFAULTS } from "./profile-defaults";
import { readySchema } from "./ready-options";

const healthOptions = strict({
  healthyForSeconds: option(seconds(0), {
    doc: "Seconds that a started gateway must run without a restart; 0 switches the window off.",
    defaultText: "2 × restartSec + 2",
    effect: "no-restart",
  }),
  deadlineSeconds: option(seconds(0.001), {
    doc: "Seconds after which a gateway that is not healthy has failed; at least healthyForSeconds.",
    defaultText: `${HEALTH_DEADLINE_SECONDS}, or 30 more than healthyForSeconds if that is later`,
    effect: "no-restart",
  }),
  ready: option(readySchema.nullable(), {
    doc: "By what a started gateway shows, besides being active, that it is ready: exactly one of stateFile, api, port, url and command. It must be ready when healthyForSeconds are over, or at deadlineSeconds at the latest. null: active is enough, also where defaults say otherwise.",
    defaultText: "none, active is enough",
    effect: "no-restart",
  }),
});

const handlingOptions = {
  adopt: option(z.enum(ADOPT_POLICIES), {
    doc: "What to do with a unit file of this name that is there already, is different and is not ours: refuse, or take it over. The same for one in another unit directory, and for drop-ins that are there already, which take-over leaves in effect and on record; those for all services are on record in any case. A mask is always refused.",
    effect: "no-restart",
    default: PROFILE_DEFAULTS.adopt,
  }),
  takeBack: option(z.boolean(), {
    doc: "Whether an update stops a standby that somebody started by hand in place of the winner, and starts a gateway that somebody had Hermes itself keep stopped (gateway.parked in its home, or a desired_state of stopped in its gateway_state.json).",
    effect: "no-restart",
    default: PROFILE_DEFAULTS.takeBack,
  }),
  linger: option(z.boolean(), {
    doc: "With scope: user, whether an update switches linger on for the account (loginctl enable-linger), and off again with its last gateway. Without linger an account's manager ends with its last session and does not start at boot.",
    effect: "no-restart",
    default: PROFILE_DEFAULTS.linger,
  }),
  health: option(healthOptions, {
    doc: "How long a started gateway is watched, and what for.",
    effect: "no-restart",
    default: {},
  }),
};

const deletes = option(z.enum(DELETE_POLICIES), {
  doc: "What goes when the profile is taken out of the fleet, or off a host: unit, and what is ours in files of its home; or profile, the whole home too, as its account, after an archive of it was made beside it (<home>.<UTC time>.tar.gz, mode 0600). Counts from the update on that sets it. Never the home that other profiles lie in.",
  effect: "no-restart",
  default: PROFILE_DEFAULTS.delete,
});

const env = option(keyed(envValueSchema, matching(ENVIRONMENT_NAME, "secret values")), {
  doc: "The profile's .env, secret, made with mode 0600 where there is none: text, {config: <key of the stack's configuration>} or {fromEnv: <VARIABLE>}.",
  effect: "restarts",
  default: {},
});

const config = {
  config: option(configOption, {
    doc: "Settings for the profile's own config.yaml, in the same shape, with soul at most 8 KiB. They are merged into the file on the host, as its account: comments, order and every other key stay as they are, byte for byte, and what is dropped here goes there. A value of somebody else's under a key of ours is refused, unless adopt is take-over. Ports, credentials and drain times that follow from it are planned with; gateway.systemd_watchdog_seconds makes the unit one of Type=notify with that WatchdogSec=, unless directives say otherwise. Kept as a secret.",
    effect: "restarts",
    default: {},
  }),
  configFile: option(lineText().min(1), {
    doc: "Path of a local copy of the profile's config.yaml, instead of config; relative to the fleet file, or in a program to the project's directory. It is read as Hermes reads its own (YAML 1.1: off is false, 22:30 is 1350). Its settings are merged into the file on the host as those of config are; its comments are not.",
    effect: "restarts",
  }),
  soul: option(soulOption, {
    doc: "The whole text of the profile's SOUL.md, with config at most 8 KiB. A file with another text that is there already is refused, unless adopt is take-over. Hermes makes one of its own where none is.",
    effect: "restarts",
  }),
  directory: option(lineText().min(1), {
    doc: "Path of a local directory laid out as a profile's home: its config.yaml, profile.yaml, SOUL.md, .env and skills stand for config, profile, soul, env and skills, each where there is one; relative as configFile. env may stand beside it, for secrets that no file has.",
    effect: "restarts",
  }),
  skills: option(lineText().min(1), {
    doc: "Path of a local directory of skills; relative as configFile. Every regular file below it goes to the same place below the home's skills, executable if it is; those that are there already are not sent, and what is taken out of the directory goes there. Other skills, of Hermes or of the agent, are left alone. A file with another content that is there already is refused, unless adopt is take-over. At most 256 files, 1 MB each and 4 MB together; the state keeps their paths and digests in plain, with config and soul at most 12 KiB. A SKILL.md or DESCRIPTION.md that comes, changes or goes restarts the gateway, because Hermes keeps its index of skills while it runs; any other file does not.",
    effect: "restarts",
  }),
  profile: option(z.record(z.string(), z.unknown()), {
    doc: "What the profile's own profile.yaml holds, in the same shape. It is read for planning only, for its systemd_conflicts beside that of config. It is not written to the host.",
    effect: "winner",
    default: {},
  }),
  profileFile: option(lineText().min(1), {
    doc: "Path of a local copy of the profile's profile.yaml, instead of profile; relative as configFile. It is not written to the host.",
    effect: "winner",
  }),
};

const shared = {
  ...exclusionOptions,
  ...processOptions,
  ...lifecycleOptions,
  ...hardeningOption,
  ...directiveOptions,
  ...handlingOptions,
};

/** What may stand in `defaults`: everything that can be the same for many profiles. */
export const defaultsSchema = strict(shared);

/** One profile, as the user writes it. */
export const profileSchema = strict({
  ...placementOptions,
  env,
  ...config,
  delete: deletes,
  ...shared,
});
