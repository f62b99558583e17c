import { expect } from "chai";
import type { ProfileInput } from "../../../provider/core/schema/fleet-schema";
import type { RunResult } from "../../e2e/driver";
import { expectRun } from "../../e2e/support/expect-run";
import { until } from "../../e2e/until";
import { fates, fault, records } from "./guard-state";
import { must, serving, unitOf } from "./inspect";
import { type LabStage, useLab } from "./lab-stage";

export const CODER = unitOf("coder");
/** A run in which only the winner changed. */
export const CHANGED = { "hermes/vm1/coder": "update" };

/** One host with a winner and a standby that exclude each other, and changes of the winner. */
export class GuardStage {
  #turn = 0;

  constructor(
    private readonly stage: LabStage,
    private readonly common: ProfileInput,
  ) {}

  get host() {
    return this.stage.host(1);
  }
  get pulumi() {
    return this.stage.pulumi;
  }
  /** Where the winner's unit is. */
  get file(): string {
    const { scope, user = "hermes" } = this.common;
    return `${scope === "user" ? `/home/${user}/.config/systemd/user` : "/etc/systemd/system"}/${CODER}`;
  }
  get projectDir(): string {
    return this.stage.project.dir;
  }

  /** Declares another text of the winner's unit, to be watched for so long. */
  declare(healthyForSeconds = 300, deadlineSeconds = 300, more: object = {}): void {
    this.#turn += 1;
    const environment = { TURN: String(this.#turn) };
    const health = { healthyForSeconds, deadlineSeconds };
    this.write({ priority: 2, environment, health, ...more }, { priority: 1 });
  }

  /** @param host further options of the host */
  write(coder: object, writer: object, host: object = {}): void {
    this.#write({ coder, writer }, host);
  }

  /** Declares the winner under another name, to be watched for so long. */
  rename(name: string, healthyForSeconds: number): void {
    const health = { healthyForSeconds, deadlineSeconds: 300 };
    this.#write({ [name]: { priority: 2, health, renamedFrom: "coder" }, writer: { priority: 1 } });
  }

  #write(options: Readonly<Record<string, object>>, host: object = {}): void {
    const profiles = Object.fromEntries(
      Object.entries(options).map(([key, own]) => [key, { ...this.common, ...own }]),
    );
    const hosts = { vm1: { connection: this.stage.connection(1), ...host } };
    const fleet = this.stage.fleet(1, profiles, { exclusion: "all", hosts });
    this.stage.project.writeFleet(fleet);
  }

  /** What matters to whoever uses the host: the winner's unit, and who runs. */
  async outside(): Promise<readonly [unit: string, serving: string[]]> {
    return [await must(this.host, `cat ${this.file}`), await serving(this.host)];
  }

  watched(): Promise<void> {
    const show = "cat /var/lib/hermes-fleet/records/* 2>/dev/null || true";
    return until("it watches", async () => (await must(this.host, show)).includes("phase armed"));
  }

  putBack(seconds = 30): Promise<void> {
    return until("it is put back", async () => (await fates(this.host)).join() === "rolled-back", seconds);
  }

  /** A run in which something happens once the worker watches. */
  async whileWatched(what: () => Promise<unknown>): Promise<RunResult> {
    const run = this.pulumi.up();
    await this.watched();
    await what();
    return run;
  }

  /** The next change succeeds, and nothing of the one before is left. */
  async converges(): Promise<RunResult> {
    this.declare(0);
    const run = await this.pulumi.up();
    expectRun(run, CHANGED);
    expect([await serving(this.host), await records(this.host)]).to.deep.equal([["coder"], []]);
    return run;
  }
}

/** @param common options of both profiles */
export function useGuardStage(common: ProfileInput = {}): GuardStage {
  const profiles = { coder: { ...common, priority: 2 }, writer: { ...common, priority: 1 } };
  const lab = useLab(1, (made) => ({ fleet: made.fleet(1, profiles, { exclusion: "all" }) }));
  const stage = new GuardStage(lab, common);
  before(async () => {
    const created = { "hermes/vm1/coder": "create", "hermes/vm1/writer": "create" };
    expectRun(await stage.pulumi.up(), created);
  });
  afterEach(() => fault(stage.host, "", "none"));
  return stage;
}
