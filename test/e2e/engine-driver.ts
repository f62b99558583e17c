import { join } from "node:path";
import { type EngineResult, MemoryState, TestEngine } from "../engine";
import {
  type Driver,
  gatewayUrn,
  type Project,
  type RunOptions,
  type RunResult,
  STACK,
  TOLD_TYPES,
} from "./driver";
import { repoRoot } from "./repo-root";

/** The test engine at work on a project. @param options `sdkDir`: the SDK of both processes, the repository's own by default. */
export async function engineDriver(project: Project, options: { sdkDir?: string } = {}): Promise<Driver> {
  const state = new MemoryState();
  let current: TestEngine | undefined;
  const run = async (
    { parallel = 64, env = {}, json = false }: RunOptions,
    operate: (engine: TestEngine) => Promise<EngineResult>,
  ): Promise<RunResult> => {
    current = new TestEngine({
      projectDir: project.dir,
      projectName: project.name,
      main: project.main,
      stack: project.stack ?? STACK,
      config: project.config,
      configSecretKeys: project.secrets,
      state,
      parallel,
      // Most of a short run is loading the SDK twice; what Node has compiled is kept for the next run.
      env: { NODE_COMPILE_CACHE: join(repoRoot(), "dist", ".compile-cache"), ...env },
      ...options,
    });
    return toResult(await operate(current), json);
  };
  const targets = ({ targets: names }: RunOptions) =>
    names && { target: names.map((name) => gatewayUrn(project, name)) };
  return {
    kind: "engine",
    preview: (o = {}) => run(o, (engine) => engine.preview({ ...o, ...targets(o) })),
    up: (o = {}) => run(o, (engine) => engine.up({ ...o, ...targets(o) })),
    refresh: (o = {}) => run(o, (engine) => engine.refresh({ ...o, ...targets(o) })),
    destroy: (o = {}) => run(o, (engine) => engine.destroy({ ...o, ...targets(o) })),
    exportState: async () => JSON.stringify(state.load() ?? {}, undefined, 4),
    interrupt: () => current?.interrupt(),
    close: async () => undefined,
  };
}

function toResult(result: EngineResult, json: boolean): RunResult {
  const changes: Record<string, string> = {};
  for (const { type, name, op, found } of result.steps) {
    if (!TOLD_TYPES.includes(type)) continue;
    const change = op === "refresh" ? (found ?? "same") : op;
    if (change === "same" || change === "create-replacement" || change === "delete-replaced") continue;
    changes[name] = change;
  }
  const { text, steps, programOutput, providerStdout, providerStderr, diagnostics, exitCode } = result;
  const log = [programOutput, providerStdout, providerStderr, JSON.stringify(diagnostics)].join("\n");
  // The CLI shows what the provider writes under the resource's row.
  return {
    exitCode,
    text: json ? JSON.stringify({ steps }, undefined, 4) : text + providerStdout,
    changes,
    log,
  };
}
