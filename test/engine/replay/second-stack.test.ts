import { expect } from "chai";
import { MemoryState } from "../state/store";
import { expectDependencyOrder, expectSameState } from "./compare-state";
import { recordedProject, type TestProject } from "./project";
import { RecordedOrder } from "./recorded-order";
import { readRecording } from "./recording";
import { Replayer } from "./replayer";
import { SECOND_STACK } from "./sequence";

describe("test engine against recordings of the second stack", function () {
  this.timeout(60_000);
  let project: TestProject;
  let replayer: Replayer;
  const state = new MemoryState();

  before(() => {
    project = recordedProject();
    replayer = new Replayer(project);
  });
  after(() => project.remove());

  it("25-stack-export", async () => {
    for (const act of SECOND_STACK) expect((await replayer.perform(act, state)).exitCode).to.equal(0);
    const exported = replayer.engine(state).exportState();
    expectSameState(exported, "25-stack-export");
    expectDependencyOrder(exported);
    expect(JSON.stringify(exported)).not.to.include("canary-");
  });

  it("26-interrupt", async () => {
    const recording = readRecording("26-interrupt");
    const engine = replayer.engine(state, {
      env: { CONFLICTS: "0", SLOW: "1500" },
      conductor: new RecordedOrder(recording.calls),
      // Recorded: one update in flight, its neighbour answered, then Ctrl-C.
      onEvent: (event) => {
        if (event.kind === "step" && event.step.name === "vm0-writer" && event.step.status === "done") {
          engine.interrupt();
        }
      },
    });
    const result = await engine.up();
    replayer.compare(result, recording);
    // The recording lacks the status; a CLI that was interrupted once ends with 1.
    expect(result.exitCode).to.equal(1);
    expect(result.diagnostics.map(({ message }) => message)).to.deep.equal(["update canceled"]);
    const coder = engine.exportState().deployment.resources.find(({ id }) => id === "vm0/coder");
    expect(coder?.outputs?.conflicts).to.deep.equal([]);
    expect(engine.exportState().deployment.pending_operations).to.equal(undefined);
  });
});
