import { expect } from "chai";
import { MemoryState } from "../state/store";
import { expectSameText } from "./compare-text";
import { type TestProject, recordedProject } from "./project";
import { Replayer } from "./replayer";
import { readRecording } from "./recording";
import { FIRST_STACK } from "./sequence";

/** Where the CLI, while it deletes, also prints the outputs of what is gone. */
const DELETES = ["21-up-removes-profile"];

describe("test engine against recordings of the real one", function () {
  this.timeout(60_000);
  let project: TestProject;
  let replayer: Replayer;
  const state = new MemoryState();

  before(() => {
    project = recordedProject();
    replayer = new Replayer(project);
  });
  after(() => project.remove());

  for (const act of FIRST_STACK) {
    it(act.recording ?? "", async () => {
      const recording = readRecording(act.recording ?? "");
      const result = await replayer.perform(act, state);
      replayer.compare(result, recording);
      expect(result.exitCode, "exit status").to.equal(recording.exitCode);
      if (recording.args.includes("--diff") && !DELETES.includes(recording.name)) {
        expectSameText(result.text, recording.text);
      }
    });
  }
});
