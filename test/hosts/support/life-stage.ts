import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import { expectRun } from "../../e2e/support/expect-run";
import { lifeOf, must, unitOf } from "./inspect";
import { type LabStage, useLab } from "./lab-stage";
import { lifeInUserManager } from "./user-manager";

export const HOME = "/home/hermes/.hermes/profiles";
export const SILENT_PROGRAM = "/usr/local/bin/silent";

/** One host with `told`, which Hermes' signals restart, and `plain`, whose program hears none; both of one scope. */
export class LifeStage {
  constructor(
    private readonly stage: LabStage,
    private readonly common: { readonly scope?: "user" },
  ) {}

  get host() {
    return this.stage.host(1);
  }
  get pulumi() {
    return this.stage.pulumi;
  }

  /** Declares these profiles from now on. */
  write(profiles: object): void {
    this.stage.project.writeFleet(this.stage.fleet(1, profiles as FleetInput["profiles"]));
  }

  /** @returns all that a run said that changed exactly this */
  async up(changes: Readonly<Record<string, string>>): Promise<string> {
    const result = await this.pulumi.up();
    expectRun(result, changes);
    return result.text + result.log;
  }

  life(profile: string) {
    if (this.common.scope === undefined) return lifeOf(this.host, unitOf(profile));
    return lifeInUserManager(this.host, "hermes", unitOf(profile));
  }

  /** How the gateway of a profile was started and ended, as it noted itself. */
  async events(profile: string): Promise<string[]> {
    const text = await must(this.host, `cat ${HOME}/${profile}/logs/standin.log`);
    return text.split("\n").map((line) => {
      const { event, status, why } = JSON.parse(line);
      return event === "start" ? "start" : `${why} ${status}`;
    });
  }

  /** `told` with another environment. */
  told(A: string) {
    const environment = { A, STANDIN_DRAIN: "1" };
    return { told: { ...this.common, restartBy: "signal", environment, health: { healthyForSeconds: 1 } } };
  }

  async create(): Promise<void> {
    await must(
      this.host,
      `printf '#!/bin/sh\\nexec sleep infinity\\n' >${SILENT_PROGRAM} && chmod 755 ${SILENT_PROGRAM}`,
    );
    await this.up({ "hermes/vm1/told": "create", "hermes/vm1/plain": "create" });
  }
}

/** Sets the stage before the tests of a `describe`, both gateways running, and clears it afterwards. */
export function useLifeStage(common: { readonly scope?: "user" } = {}): LifeStage {
  const lab = useLab(1, (made) => ({
    fleet: made.fleet(1, {
      told: { ...common, restartBy: "signal" },
      plain: { ...common, executable: SILENT_PROGRAM },
    }),
  }));
  const stage = new LifeStage(lab, common);
  before(() => stage.create());
  return stage;
}
