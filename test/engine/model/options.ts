import type { StateStore } from "../state/store";
import type { Conductor } from "./conductor";
import type { EngineEvent } from "./result";

/** A deliberate mistake of the engine, for tests that prove the replays can fail. */
export type Fault =
  | "same-keeps-new-outputs"
  | "second-check-gets-real-olds"
  | "pre-pass-with-real-values"
  | "no-update-after-init-error"
  | "secrets-under-any-key";

/** What the engine needs to know about the project and the stack. */
export interface EngineOptions {
  /** The folder of the project (`Pulumi.yaml`); absolute. */
  readonly projectDir: string;
  /** The project's name. */
  readonly projectName: string;
  /** The program's entry file, relative to `projectDir`; its folder is the working directory. */
  readonly main: string;
  /** Where the state is kept between operations. */
  readonly state: StateStore;
  /** @default "dev" */
  readonly stack?: string;
  /** Stack configuration; a key without a namespace belongs to the project. */
  readonly config?: Readonly<Record<string, string>>;
  /** The keys of `config` that are secret. */
  readonly configSecretKeys?: readonly string[];
  /** Variables added to the environment of program and provider; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How many steps run at a time. @default 8 */
  readonly parallel?: number;
  /** Passphrase of the secrets in the state. @default "test engine" */
  readonly passphrase?: string;
  /** The folder of the `@pulumi/pulumi` that runs program and provider. @default this package's own */
  readonly sdkDir?: string;
  /** Called with each step and diagnostic as it happens. */
  readonly onEvent?: (event: EngineEvent) => void;
  /** For tests of the engine: imposes a recorded order of arrival. */
  readonly conductor?: Conductor;
  /** For tests of the engine: makes it wrong in one respect. */
  readonly fault?: Fault;
}

/** What `up` and `preview` can be told. */
export interface UpdateOptions {
  /** Read every resource first. @default false */
  readonly refresh?: boolean;
  /** URNs to which the update is limited; all when left out. */
  readonly target?: readonly string[];
  /** Go on with what does not depend on a failed resource. @default false */
  readonly continueOnError?: boolean;
}

/** What `refresh` can be told. */
export interface RefreshOptions {
  /** Show what would change in the state, do not change it. @default false */
  readonly previewOnly?: boolean;
  /** Run the program, so that its current configuration and environment apply. @default false */
  readonly runProgram?: boolean;
  /** URNs to which the refresh is limited; all when left out. */
  readonly target?: readonly string[];
}

/** What `destroy` can be told. */
export interface DestroyOptions {
  /** Show what would be deleted. @default false */
  readonly previewOnly?: boolean;
  /** Read every resource first. @default false */
  readonly refresh?: boolean;
  /** Run the program, so that its current configuration and environment apply. @default false */
  readonly runProgram?: boolean;
  /** URNs to which the destroy is limited; all when left out. */
  readonly target?: readonly string[];
  /** Go on with what is not needed by a resource that could not be deleted. @default false */
  readonly continueOnError?: boolean;
}
