import { expect } from "chai";
import { MemoryState } from "../state/store";
import { expectSameJson } from "./compare-json";
import { expectSameMessages, expectSameRows, expectSameSummary } from "./compare-text";
import { recordedProject, type TestProject } from "./project";
import { readRecording } from "./recording";
import { Replayer } from "./replayer";
import { FIRST_STACK } from "./sequence";

/** Where the CLI, while it deletes, also prints the outputs of what is gone. */
const PRINTS_DELETED_OUTPUTS = ["21-up-removes-profile"];

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
      const { args, name, text } = recording;
      const result = await replayer.perform(act, state);
      replayer.compare(result, recording);
      expect(result.exitCode, "exit status").to.equal(recording.exitCode);
      if (args.includes("--json")) {
        expectSameJson(result, text);
        return;
      }
      expectSameSummary(result.text, text);
      expectSameMessages(result, text);
      if (args.includes("--diff") && !PRINTS_DELETED_OUTPUTS.includes(name))
        expectSameRows(result.text, text);
    });
  }
});
