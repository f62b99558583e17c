import { z } from "zod";
import { strict } from "../rules/strict";
import { option } from "./option";
import { FLEET_DEFAULTS } from "./profile-defaults";

const range = strict({
  from: z.int().min(1).max(65_535).meta({
    description: "The first port, 1 to 65535. Changing it restarts gateways whose port is left out then.",
  }),
  to: z.int().min(2).max(65_536).meta({
    description:
      "The port behind the last one, 2 to 65536. Changing it restarts gateways whose port is left out then.",
  }),
});

/** Where allocated ports lie, for the fleet and for one host. */
export const portRangeOption = {
  fleet: option(range, {
    doc: "Where the ports of profiles with ports: allocate lie on every host, from included, to not. A port that is outside after a change is given up for another, and the others keep theirs.",
    effect: "restarts",
    default: FLEET_DEFAULTS.portRange,
  }),
  host: option(range, {
    doc: "Where the ports of profiles with ports: allocate lie on this host.",
    defaultText: "the fleet's",
    effect: "restarts",
  }),
};
