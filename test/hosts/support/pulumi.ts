import type { Driver } from "../../e2e/driver";
import { engineDriver } from "../../e2e/engine-driver";
import { makeProject, type ProjectOptions, type TestProject } from "../../e2e/project";

/** Pulumi and a project of one `describe`. */
export interface Stage {
  readonly project: TestProject;
  readonly pulumi: Driver;
}

/** A project with an empty state for one `describe`, there from the first test on. */
export function usePulumi(options: ProjectOptions = {}): Stage {
  const stage: { project?: TestProject; pulumi?: Driver } = {};
  before(async () => {
    stage.project = makeProject(options);
    stage.pulumi = await engineDriver(stage.project);
  });
  after(async () => {
    await stage.pulumi?.close();
    stage.project?.remove();
  });
  return stage as Stage;
}
