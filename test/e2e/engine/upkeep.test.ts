import { upkeepCases } from "../all-cases";
import { ENGINE_GROUND } from "../ground/engine-ground";

upkeepCases(ENGINE_GROUND);
