/** How one run of Pulumi is asked for; the names are those of the CLI's options. */
export interface RunOptions {
  /** Look at the hosts first. @default false */
  readonly refresh?: boolean;
  /** Only these resources, by name (`hermes/vm1/coder`). @default all */
  readonly targets?: readonly string[];
  /** Operations at a time. @default 64 */
  readonly parallel?: number;
  readonly continueOnError?: boolean;
  /** Refresh and destroy: run the program for its present settings. @default false */
  readonly runProgram?: boolean;
  /** Refresh and destroy: change nothing. @default false */
  readonly previewOnly?: boolean;
  /** Preview: print the plan as JSON instead of text. @default false */
  readonly json?: boolean;
  /** Write as much into the log as there is, `-v9` in the CLI's words. @default false */
  readonly verbose?: boolean;
  /** Environment of this run, on top of the project's. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run of Pulumi did. */
export interface RunResult {
  readonly exitCode: number;
  /** Everything that was printed, with the diff of every change. */
  readonly text: string;
  /** What happened to each gateway and ledger of ports that did not stay as it is, by resource name: `create`, `update`, `delete`, … */
  readonly changes: Readonly<Record<string, string>>;
  /** What the processes of the run logged besides; all there is with `verbose`. */
  readonly log: string;
}

/** Pulumi at work on one project and one stack: the real CLI, or the test engine. */
export interface Driver {
  readonly kind: "engine" | "cli";
  preview(options?: RunOptions): Promise<RunResult>;
  up(options?: RunOptions): Promise<RunResult>;
  refresh(options?: RunOptions): Promise<RunResult>;
  destroy(options?: RunOptions): Promise<RunResult>;
  /** The state as `pulumi stack export` prints it. */
  exportState(): Promise<string>;
  /** Ctrl-C while a run is under way. */
  interrupt(): void;
  /** Ends everything that belongs to the driver and removes what it kept outside of the project. */
  close(): Promise<void>;
}

/** A project on disk: a program, its `fleet.yaml`, and the package by its own name. */
export interface Project {
  /** Root directory, with `Pulumi.yaml`. */
  readonly dir: string;
  readonly name: string;
  /** The program, relative to `dir`. */
  readonly main: string;
  /** The stack's name. @default "dev" */
  readonly stack?: string;
  /** The stack's configuration, read again for each run; values of keys in `secrets` are secret. */
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Makes a driver for a project; the state begins empty. */
export type DriverFactory = (project: Project) => Promise<Driver>;

/** The name of the one stack, where a project does not say another. */
export const STACK = "dev";

/** The URN of a gateway that a fleet of the project registers. */
export function gatewayUrn(project: Project, name: string): string {
  const { stack = STACK } = project;
  return `urn:pulumi:${stack}::${project.name}::hermes:index:GatewayFleet$${GATEWAY_TYPE}::${name}`;
}

export const GATEWAY_TYPE = "pulumi-nodejs:dynamic/hermes:GatewayProfile";

/** The types of the resources that {@link RunResult.changes} tells of. */
export const TOLD_TYPES: readonly string[] = [
  GATEWAY_TYPE,
  "pulumi-nodejs:dynamic/hermes:HermesInstallation",
  "pulumi-nodejs:dynamic/hermes:PortLedger",
];
