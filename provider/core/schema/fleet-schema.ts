import { z } from "zod";
import { HOST_KEY, name, PROFILE_KEY } from "../rules/names";
import { EXCLUSION_MODES, SURVEY_MODES } from "../rules/policies";
import { strict } from "../rules/strict";
import { acceptOption } from "./accept-options";
import { foreignOption, hostSchema, topologyOption } from "./host-options";
import { keyed, matching } from "./keyed";
import { option } from "./option";
import { portRangeOption } from "./port-range-option";
import { FLEET_DEFAULTS } from "./profile-defaults";
import { defaultsSchema, profileSchema } from "./profile-options";

/** A whole fleet, as the user writes it in fleet.yaml or in a program. Types, checks and the JSON schema come from it. */
export const fleetSchema = strict({
  name: option(name(HOST_KEY), {
    doc: "The fleet's name; it begins the names of its resources.",
    effect: "no-restart",
    default: FLEET_DEFAULTS.name,
  }),
  exclusion: option(z.enum(EXCLUSION_MODES), {
    doc: "Which gateways of a host exclude each other: detected (those that need the same port, credential, Matrix device or WhatsApp session, and the declared ones), declared (conflictsWith, exclusiveGroup and the systemd_conflicts of a profile's config), or all.",
    effect: "winner",
    default: FLEET_DEFAULTS.exclusion,
  }),
  topology: topologyOption("per-profile, and nothing is pinned"),
  portRange: portRangeOption.fleet,
  survey: option(z.enum(SURVEY_MODES), {
    doc: "Whether every host is asked, before planning and by one connection each, for its systemd version, its machine-id and the gateway units on it: off, warn (a host that does not answer is a warning, and what it said last counts), or require (it is an error). In a preview a host is passed over whose connection is known only later.",
    effect: "no-restart",
    default: FLEET_DEFAULTS.survey,
  }),
  surveyDeadlineSeconds: option(z.number().min(1).max(600), {
    doc: "Longest a survey may take for one host, in seconds, 1 to 600; a host's connectDeadlineSeconds counts when it is shorter.",
    effect: "no-restart",
    default: FLEET_DEFAULTS.surveyDeadlineSeconds,
  }),
  foreign: foreignOption(FLEET_DEFAULTS.foreign),
  accept: acceptOption,
  hosts: keyed(hostSchema, {
    ...matching(HOST_KEY),
    empty: {
      message: "names no host",
      remedy: "add one, for example vm1 with `connection: {host: 192.0.2.10}` below it",
    },
  }).meta({ description: "The machines, by a key of your own that never changes." }),
  defaults: option(defaultsSchema.nullable(), {
    doc: "Options for every profile that does not say otherwise. Lists replace each other; environment, directives and health are merged key by key.",
    effect: "no-restart",
  }),
  profiles: keyed(profileSchema.nullable(), {
    ...matching(PROFILE_KEY),
    empty: { message: "names no profile", remedy: "add one, for example coder" },
  }).meta({ description: "The Hermes profiles, by name; default is Hermes' default profile." }),
});

/** A fleet as the user writes it, before defaults. */
export type FleetInput = z.input<typeof fleetSchema>;

/** One host as the user writes it. */
export type HostInput = z.input<typeof hostSchema>;

/** One profile as the user writes it. */
export type ProfileInput = z.input<typeof profileSchema>;

/** Options for every profile, as the user writes them. */
export type DefaultsInput = z.input<typeof defaultsSchema>;
