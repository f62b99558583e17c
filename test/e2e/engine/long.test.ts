import { longCases } from "../all-cases";
import { ENGINE_GROUND } from "../ground/engine-ground";

longCases(ENGINE_GROUND);
