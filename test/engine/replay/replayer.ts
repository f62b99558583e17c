import { TestEngine } from "../engine";
import type { EngineOptions, Fault } from "../model/options";
import type { EngineResult } from "../model/result";
import type { MemoryState, StateStore } from "../state/store";
import { allNeeds, expectSameCalls, expectSameRegistrations, type Needs } from "./compare";
import type { TestProject } from "./project";
import { RecordedOrder } from "./recorded-order";
import { type Recording, readRecording } from "./recording";
import { type Act, FIRST_STACK, perform } from "./sequence";

/** Replays recordings with the recorded program. */
export class Replayer {
  private readonly needs: Needs;

  constructor(private readonly project: TestProject) {
    const names = FIRST_STACK.flatMap(({ recording }) => recording ?? []);
    this.needs = allNeeds(names.map(readRecording));
  }

  /** An engine for the recorded program. */
  engine(state: StateStore, options: Partial<EngineOptions> = {}): TestEngine {
    // The recorded program was compiled without type checks: it has no types for its packages.
    const env = { ...options.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const project = { projectDir: this.project.dir, projectName: "sample", main: "index.ts" };
    return new TestEngine({ ...project, state, ...options, env });
  }

  /** Performs one operation, in the recorded order if it was recorded. */
  async perform(act: Act, state: MemoryState, fault?: Fault): Promise<EngineResult> {
    const recording = act.recording === undefined ? undefined : readRecording(act.recording);
    // With a fault there may be something to wait for that never comes.
    const patienceMs = fault === undefined ? undefined : 3000;
    const engine = this.engine(state, {
      env: { ...recording?.env, ...act.env },
      ...(recording === undefined ? {} : { conductor: new RecordedOrder(recording.calls, patienceMs) }),
      ...(fault === undefined ? {} : { fault }),
    });
    return perform(engine, act.args ?? recording?.args ?? []);
  }

  /** Holds what was done against the recording. */
  compare(result: EngineResult, recording: Recording): void {
    expectSameCalls(result, recording, this.needs);
    expectSameRegistrations(result, recording);
  }
}
