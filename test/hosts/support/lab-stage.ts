import type { FleetInput } from "../../../provider/core/schema/fleet-schema";
import type { Driver } from "../../e2e/driver";
import { engineDriver } from "../../e2e/engine-driver";
import { makeProject, type ProjectOptions, type TestProject } from "../../e2e/project";
import type { GatewayKind } from "../../lab/image/recipe";
import { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";

/** Hosts, a project and Pulumi, for one `describe`. */
export class LabStage {
  #lab: Lab | undefined;
  #project: TestProject | undefined;
  #pulumi: Driver | undefined;

  async set(
    count: number,
    project: (stage: LabStage) => ProjectOptions,
    gateway: GatewayKind = "stand-in",
  ): Promise<void> {
    this.#lab = await Lab.up(count, { name: `hosts${process.pid}-`, gateway });
    this.#project = makeProject(project(this));
    this.#pulumi = await engineDriver(this.#project);
  }

  async clear(): Promise<void> {
    await this.#pulumi?.close();
    this.#project?.remove();
    await this.#lab?.down();
  }

  get lab(): Lab {
    return present(this.#lab);
  }
  get project(): TestProject {
    return present(this.#project);
  }
  get pulumi(): Driver {
    return present(this.#pulumi);
  }

  /** A host by its number, from 1. */
  host(number: number): LabHost {
    return present(this.lab.hosts[number - 1]);
  }

  /** How `fleet.yaml` says to reach a host. */
  connection(number: number, user = "root") {
    const host = this.host(number);
    const { privateKeyFile } = this.lab.clientKey;
    return { host: host.address, user, hostKey: host.hostKeys.join("\n"), privateKeyFile };
  }

  /** A fleet over the first hosts whose gateways count as healthy at once. */
  fleet(hosts: number, profiles: FleetInput["profiles"], rest: Partial<FleetInput> = {}): FleetInput {
    const numbers = Array.from({ length: hosts }, (_, index) => index + 1);
    return {
      hosts: Object.fromEntries(numbers.map((n) => [`vm${n}`, { connection: this.connection(n) }])),
      profiles,
      ...rest,
      defaults: { health: { healthyForSeconds: 0 }, ...rest.defaults },
    } as FleetInput;
  }
}

/** Sets a stage before the tests of a `describe` and clears it afterwards. */
export function useLab(count: number, project: (stage: LabStage) => ProjectOptions = () => ({})): LabStage {
  const stage = new LabStage();
  before(() => stage.set(count, project));
  after(() => stage.clear());
  return stage;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the stage is not set");
  return value;
}
