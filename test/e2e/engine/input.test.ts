import { inputCases } from "../all-cases";
import { oldestSdkCases } from "../cases/oldest-sdk";
import { ENGINE_GROUND } from "../ground/engine-ground";

inputCases(ENGINE_GROUND);
oldestSdkCases();
