import type { Driver } from "../../e2e/driver";
import { engineDriver } from "../../e2e/engine-driver";
import { makeProject, type TestProject } from "../../e2e/project";
import type { Lab } from "../../lab/lab";
import type { LabHost } from "../../lab/lab-host";
import { type Declared, declare } from "./declare";

/** Changes the package's built code, given the directory of a copy. */
export type Patch = (dir: string) => void;

/** One host with a project of its own whose generation counts up, each change a hand-over. */
export class Stage {
  /** The generation that the host has, or should have. */
  generation = 0;
  #project: TestProject | undefined;
  #driver: Driver | undefined;

  constructor(
    readonly lab: Lab,
    readonly host: LabHost,
    private readonly patch?: Patch,
  ) {}

  /** Whether there is a host with a generation, to go on from. */
  get isSet(): boolean {
    return this.#driver !== undefined;
  }

  get project(): TestProject {
    if (!this.#project) throw new Error("the stage is not set");
    return this.#project;
  }

  get pulumi(): Driver {
    if (!this.#driver) throw new Error("the stage is not set");
    return this.#driver;
  }

  /** An empty machine and an empty state, then the first generation. @throws Error when that does not succeed */
  async renew(): Promise<void> {
    await this.close();
    await this.host.reset();
    this.generation = 0;
    this.#project = makeProject({
      // Without a window there is nothing to guard: the first change is the one that installs the guard.
      fleet: declare(this.connection, 0, { window: 0 }),
      ...(this.patch && { patchPackage: this.patch }),
    });
    this.#driver = await engineDriver(this.#project);
    const { exitCode, text, log } = await this.pulumi.up();
    if (exitCode !== 0) throw new Error(`the first generation could not be made:\n${text}\n${log}`);
  }

  /** Declares a generation; the next `up` goes there. */
  declare(generation: number, declared: Declared = {}): void {
    this.generation = generation;
    this.project.writeFleet(declare(this.connection, generation, declared));
  }

  /** How the fleet reaches the host: through sudo, as most do. */
  get connection() {
    const { privateKeyFile } = this.lab.clientKey;
    return { host: this.host.address, user: "admin", hostKey: this.host.hostKeys.join("\n"), privateKeyFile };
  }

  async close(): Promise<void> {
    await this.#driver?.close();
    this.#project?.remove();
    this.#driver = undefined;
    this.#project = undefined;
  }
}
