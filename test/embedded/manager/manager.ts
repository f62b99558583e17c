import type { Sandbox } from "../machine/sandbox";
import { Behaviours } from "./behaviours";
import { Clock } from "./clock";
import { JobEngine } from "./job-engine";
import { Journal } from "./journal";
import { MachineLocks } from "./machine-locks";
import { type Place, SYSTEM } from "./place";
import { Registry } from "./registry";
import type { ServiceContext } from "./service-context";
import { startService } from "./service-start";
import { stopService } from "./service-stop";
import { SimulatedProcess } from "./simulated-process";
import type { Unit } from "./unit";
import { UnitPaths } from "./unit-file/unit-paths";

/** What makes a manager another one than process 1 of a machine of its own. */
export interface ManagerParts {
  readonly place: Place;
  readonly locks: MachineLocks;
  readonly behaviours: Behaviours;
}

/** Stands in for systemd as one manager of a machine, as far as services go. Observed behaviour: version 252. */
export class Manager {
  readonly paths: UnitPaths;
  readonly registry: Registry;
  readonly engine: JobEngine;
  readonly journal = new Journal();
  readonly behaviours: Behaviours;
  readonly clock = new Clock();
  private readonly locks: MachineLocks;
  /** How often `daemon-reload` was asked for since the machine exists. */
  reloads = 0;

  /** @param environment What real processes of services start with. */
  constructor(
    readonly sandbox: Sandbox,
    environment: () => Readonly<Record<string, string>>,
    parts: Partial<ManagerParts> = {},
  ) {
    const { place = SYSTEM, locks = new MachineLocks() } = parts;
    this.locks = locks;
    this.paths = new UnitPaths(sandbox, place);
    this.registry = new Registry(sandbox, this.paths, (unit, { path, line, text }) =>
      this.journal.add(unit, line === undefined ? `${path}: ${text}` : `${path}:${line}: ${text}`),
    );
    this.engine = new JobEngine(this.registry);
    this.behaviours = parts.behaviours ?? new Behaviours(sandbox);
    const context: ServiceContext = { ...this.parts(), locks, environment };
    this.engine.actions = {
      start: (unit, automatic) => startService(context, unit, automatic),
      stop: (unit) => stopService(context, unit),
    };
  }

  /** Reads all unit files again. */
  reload(): void {
    this.reloads += 1;
    this.registry.reload();
  }

  /** Everything that runs is gone, as after a power cut. */
  powerOff(): void {
    this.engine.clear();
    for (const unit of this.registry.all()) {
      const { process } = unit;
      this.locks.release(unit);
      if (process instanceof SimulatedProcess) process.vanish();
      else process?.kill(9);
    }
    this.registry.clear();
    this.behaviours.clear({ keepBehaviours: true });
  }

  /** Starts what is enabled, in one transaction, and waits until it is up or has failed. */
  async powerOn(): Promise<void> {
    this.clock.restart();
    await this.engine.request("start", this.paths.place.defaultTarget).finished;
    await Promise.all(this.registry.all().flatMap(({ job }) => (job ? [job.finished] : [])));
  }

  /** Waits for the jobs of those that say `Before=` of a unit. */
  async heldBack(unit: string): Promise<void> {
    const jobs = this.registry.all().filter(({ definition }) => definition.before.includes(unit));
    await Promise.all(jobs.flatMap(({ job }) => (job ? [job.finished] : [])));
  }

  /** Waits until a unit has come to rest and has no job left. */
  async ended(unit: Unit): Promise<void> {
    while (!unit.isDown() || unit.job) await this.engine.change(unit);
  }

  private parts() {
    const { sandbox, clock, journal, engine, behaviours, paths } = this;
    const { account } = paths.place;
    return { sandbox, clock, journal, engine, behaviours, ...(account && { account }) };
  }
}
