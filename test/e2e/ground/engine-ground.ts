import { engineDriver } from "../engine-driver";
import { embeddedMachines } from "./embedded-target";
import type { Ground } from "./stage";

/** What runs anywhere: the test engine, and hosts within the process. */
export const ENGINE_GROUND: Ground = {
  title: "test engine, embedded hosts",
  driver: engineDriver,
  machines: embeddedMachines,
};
