import { circumstanceCases } from "../all-cases";
import { oldestSdkCases } from "../cases/oldest-sdk";
import { ENGINE_GROUND } from "../ground/engine-ground";

circumstanceCases(ENGINE_GROUND);
oldestSdkCases();
