import type { Driver, DriverFactory } from "../driver";
import { makeProject, type ProjectOptions, type TestProject } from "../project";
import type { Machines, Target } from "./target";

/** What cases are run with: Pulumi, and the machines. */
export interface Ground {
  /** How titles name it: `engine, embedded hosts`. */
  readonly title: string;
  readonly driver: DriverFactory;
  /** Machines with nothing of ours on them. */
  readonly machines: (count: number) => Promise<Machines>;
}

/** A project, its Pulumi and its machines, for one `describe`. */
export interface Stage {
  /** @throws Error when the case has fewer machines */
  target(index: number): Target;
  readonly first: Target;
  readonly project: TestProject;
  readonly pulumi: Driver;
}

/** Sets a stage before the cases of a `describe` and clears it afterwards; each part of it counts from then on. */
export function useStage(ground: Ground, hosts: number, project: (stage: Stage) => ProjectOptions): Stage {
  const stage = new MadeStage();
  before(async () => {
    stage.machines = await ground.machines(hosts);
    stage.made = makeProject(project(stage));
    stage.driver = await ground.driver(stage.made);
  });
  after(async () => {
    await stage.driver?.close();
    stage.made?.remove();
    await stage.machines?.release();
  });
  return stage;
}

class MadeStage implements Stage {
  machines: Machines | undefined;
  made: TestProject | undefined;
  driver: Driver | undefined;

  target(index: number): Target {
    return present(this.machines?.targets[index], `machine ${index}`);
  }
  get first(): Target {
    return this.target(0);
  }
  get project(): TestProject {
    return present(this.made, "project");
  }
  get pulumi(): Driver {
    return present(this.driver, "driver");
  }
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the stage has no ${what}`);
  return value;
}
