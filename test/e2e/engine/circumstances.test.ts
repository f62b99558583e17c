import { circumstanceCases } from "../all-cases";
import { ENGINE_GROUND } from "../ground/engine-ground";

circumstanceCases(ENGINE_GROUND);
