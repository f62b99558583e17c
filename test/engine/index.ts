/** The test engine: what tests and demonstrations use of it. */
export { TestEngine } from "./engine";
export type { DetailedDiff } from "./model/diff-values";
export type { DestroyOptions, EngineOptions, Fault, RefreshOptions, UpdateOptions } from "./model/options";
export type {
  Diagnostic,
  EngineEvent,
  EngineResult,
  Op,
  ProviderCall,
  Registration,
  StepReport,
} from "./model/result";
export { MASK, type Props, UNKNOWN, type Value } from "./model/values";
export type { ExportedResource, StackExport } from "./state/stack-export";
export { FileState, MemoryState, type StateStore } from "./state/store";
