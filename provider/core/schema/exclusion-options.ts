import { z } from "zod";
import { HOST_KEY, name, PROFILE_KEY } from "../rules/names";
import { DESIRED_STATES, PRIORITY_LIMIT } from "../rules/policies";
import { says, shown } from "../rules/says";
import { option } from "./option";
import { PROFILE_DEFAULTS } from "./profile-defaults";

/** Where a profile runs. */
export const placementOptions = {
  hosts: option(z.array(z.string()).min(1), {
    doc: "Keys of the hosts that run the profile.",
    defaultText: "every host",
    effect: "no-restart",
  }),
  movedFrom: option(name(HOST_KEY), {
    doc: "Key of the host that ran the profile before. It is then removed there before it is started here, so that no token runs twice; also after an update that was cut and of which the state knows nothing, for which that host has to stay declared and answer.",
    effect: "no-restart",
  }),
  renamedFrom: option(name(PROFILE_KEY), {
    doc: "Key of the profile that this one was before, on the same hosts. Its gateway is stopped, its home gets the new name by one rename as its account (beside where it was; never the default profile's, and never over something that is there), and the gateway starts under the new name; all of it is put back when that one does not become healthy. What Hermes keeps outside of the home stays with the old name: its alias in ~/.local/bin, its entry in active_profile, and paths that somebody wrote into files.",
    effect: "restarts",
  }),
};

/** What decides which profiles of a host exclude each other, and who wins. */
export const exclusionOptions = {
  priority: option(z.int().min(-PRIORITY_LIMIT).max(PRIORITY_LIMIT), {
    doc: "Whole number; of profiles that exclude each other the higher one wins, and equal ones go by name.",
    effect: "winner",
    default: PROFILE_DEFAULTS.priority,
  }),
  conflictsWith: option(z.array(z.string()), {
    doc: "Keys of profiles that never run beside this one on the same host. One side is enough. No effect with exclusion: all.",
    effect: "winner",
    default: [],
  }),
  exclusiveGroup: option(name(HOST_KEY), {
    doc: "Name of a group of which one member at a time runs on a host, for example because of one GPU. No effect with exclusion: all.",
    effect: "winner",
  }),
  desired: option(z.enum(DESIRED_STATES), {
    doc: "What a boot and an update lead to, instead of what priority says: running (before every neighbour that is not declared running), standby (installed and not started; a hand may start it), or stopped (and systemd refuses a start by hand).",
    defaultText: "running, unless an exclusion keeps it on standby",
    effect: "winner",
  }),
  ports: option(
    z.union([z.array(z.int().min(1).max(65_535)), z.literal("allocate")], {
      error: (issue) =>
        says(
          `${shown(issue.input)} is neither a list of ports nor allocate`,
          "write a list, for example [8642], or allocate",
        ),
    }),
    {
      doc: "TCP ports that the gateway listens on, 1 to 65535, on every address. Those that env and config lead to are found without it. Two gateways of a host never run together on one. Hermes itself is configured in its .env or config.yaml. Or allocate: each listener that env switches on, and whose port nobody wrote, gets one of its own from the host's portRange and keeps it; it is written into the profile's .env, and a gateway whose port changes is restarted.",
      effect: "winner",
      default: [],
    },
  ),
};
