import { AssertionError, expect } from "chai";
import type { Fault } from "../model/options";
import { MemoryState } from "../state/store";
import { recordedProject, type TestProject } from "./project";
import { readRecording } from "./recording";
import { Replayer } from "./replayer";

describe("a replay fails when the engine is wrong", function () {
  this.timeout(60_000);
  let project: TestProject;
  let replayer: Replayer;
  /** The states before the recordings that the controls use. */
  const partlyFailed = new MemoryState();
  let complete: MemoryState;

  before(async () => {
    project = recordedProject();
    replayer = new Replayer(project);
    await replayer.perform({ recording: "03-check-failures" }, partlyFailed);
    await replayer.perform({ recording: "04-create-partial-failure" }, partlyFailed);
    complete = partlyFailed.clone();
    await replayer.perform({ recording: "05-up-after-partial-failure" }, complete);
  });
  after(() => project.remove());

  async function replay(recording: string, from: MemoryState, fault?: Fault): Promise<void> {
    const result = await replayer.perform({ recording }, from.clone(), fault);
    replayer.compare(result, readRecording(recording));
  }

  async function failureOf(recording: string, from: MemoryState, fault: Fault): Promise<string> {
    try {
      await replay(recording, from, fault);
    } catch (error) {
      if (error instanceof AssertionError) return error.message;
      throw error;
    }
    throw new Error(`${recording} was replayed without a difference although ${fault}`);
  }

  it("and passes from the same states when it is right", async () => {
    await replay("05-up-after-partial-failure", partlyFailed);
    await replay("06-preview-no-change", complete);
    await replay("07-preview-unit-change", complete);
    await replay("18-preview-replace-host", complete);
  });

  it("Same stores new outputs instead of keeping the old ones", async () => {
    const failure = await failureOf("06-preview-no-change", complete, "same-keeps-new-outputs");
    expect(failure).to.include("RolloutGate::wave-0");
  });

  it("the second check of a replacement gets the old inputs instead of none", async () => {
    const failure = await failureOf("18-preview-replace-host", complete, "second-check-gets-real-olds");
    expect(failure).to.include("GatewayProfile::vm0-writer");
  });

  it("the diffs before a replacement get real values instead of one unknown", async () => {
    const failure = await failureOf("18-preview-replace-host", complete, "pre-pass-with-real-values");
    expect(failure).to.include("RolloutGate::wave-0");
  });

  it("no update follows a partial failure", async () => {
    const failure = await failureOf(
      "05-up-after-partial-failure",
      partlyFailed,
      "no-update-after-init-error",
    );
    expect(failure).to.include("GatewayProfile::vm0-writer");
  });

  it("secrets are marked under any key instead of the same one", async () => {
    const failure = await failureOf("07-preview-unit-change", complete, "secrets-under-any-key");
    expect(failure).to.include("answers to registrations");
  });
});
