import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { GatewaySpec } from "../../../provider/core/spec/gateway-spec";
import { sampleInputs } from "../../resources/support/sample-gateway";
import type { LabStage } from "./lab-stage";

/** The provider of a stack of its own, in a process of its own that stays, with one gateway on the first host. */
export class StackProcess {
  readonly #process: ChildProcess;
  /** What it has told the operator so far. */
  said = "";

  constructor(
    private readonly stage: LabStage,
    private readonly stack: string,
    private readonly profile: string,
  ) {
    this.#process = fork(require.resolve("./stack-main"), { stdio: ["ignore", "pipe", "inherit", "ipc"] });
    this.#process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.said += text;
    });
  }

  /** Brings the gateway to a text with this in its environment. @returns its status, or the message of an error */
  async apply(round: string, healthyForSeconds: number): Promise<string> {
    const profile = this.profile;
    const home = `/home/hermes/.hermes/profiles/${profile}`;
    const unitName = `hermes-gateway-${profile}.service`;
    const spec: Partial<GatewaySpec> = {
      ...{ profileKey: profile, unitName, plannedUnits: [unitName], claims: [`home ${home}`] },
      ...{ home, workingDirectory: home, args: ["--profile", profile, "gateway", "run"] },
      environment: { HERMES_HOME: home, ROUND: round },
    };
    const inputs = sampleInputs(
      {
        owner: `organization/${this.stack}/dev::hermes/vm1/${profile}`,
        connection: this.stage.connection(1),
        connectDeadlineSeconds: 60,
        health: { healthyForSeconds, deadlineSeconds: 30 },
      },
      spec,
    );
    const answer = once(this.#process, "message");
    this.#process.send(inputs);
    return String((await answer)[0]);
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || !this.#process.connected) return;
    const ended = once(this.#process, "exit");
    this.#process.disconnect();
    await ended;
  }
}
