import type { EngineResult } from "../model/result";
import type { OperationSettings } from "../plan/operation";

export function renderResult(_result: Omit<EngineResult, "text">, _settings: OperationSettings): string {
  return "";
}
