import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import type { ProjectOptions } from "../../e2e/project";
import { LabStage } from "../../hosts/support/lab-stage";
import type { LabHost } from "../../lab/lab-host";

/** Both images may have to be built first. */
const BUILD_MS = 15 * 60_000;

/**
 * What a test needs and a user does not: a gateway that was started six times within two minutes would sleep before
 * it serves, and a package that a token asks for cannot be downloaded here.
 */
export const TEST_ENVIRONMENT = { HERMES_GATEWAY_MAX_STARTS: "0", HERMES_DISABLE_LAZY_INSTALLS: "1" };

/** One host with the real Hermes, a project and Pulumi, for one `describe`. */
export class HermesStage extends LabStage {
  get vm(): LabHost {
    return this.host(1);
  }

  /** A fleet of this host's profiles, with `hardening: basic` where a test does not say otherwise. */
  profiles(profiles: FleetInput["profiles"], rest: Partial<FleetInput> = {}): FleetInput {
    return this.fleet(1, profiles, {
      ...rest,
      defaults: { environment: TEST_ENVIRONMENT, hardening: "basic", ...rest.defaults },
    });
  }

  /** Declares other profiles from now on. */
  declare(profiles: FleetInput["profiles"], rest: Partial<FleetInput> = {}): void {
    this.project.writeFleet(this.profiles(profiles, rest));
  }
}

/** Sets a stage before the tests of a `describe` and clears it afterwards. */
export function useHermes(project: (stage: HermesStage) => ProjectOptions = () => ({})): HermesStage {
  const stage = new HermesStage();
  before(function () {
    this.timeout(BUILD_MS);
    return stage.set(1, () => project(stage), "hermes");
  });
  after(() => stage.clear());
  return stage;
}
