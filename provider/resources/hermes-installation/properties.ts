import type { KeptInstallation } from "../../core/installation/installation";
import type { Connection } from "../../host/connection.js";

/** Version of the shape of inputs and outputs in the state. Newer code reads older ones. */
export const INSTALLATION_SCHEMA_VERSION = 1;

/** What an installation has besides what is to be installed. */
interface InstallationSettings {
  readonly schemaVersion: number;
  /** `<organization>/<project>/<stack>::<resource name>`. */
  readonly owner: string;
  /** How messages name the machine. */
  readonly hostKey: string;
  readonly connectDeadlineSeconds: number;
  readonly onUnreachable: "fail" | "skip";
  /** How the machine is reached. Secret. */
  readonly connection: Connection;
  /** The provider's code, kept by the SDK. */
  readonly __provider?: string;
}

/** The inputs as `check` returns them and as the state keeps them. */
export type InstallationInputs = InstallationSettings & KeptInstallation;

/** How a refresh found it; `drifted` makes the next `up` look at the host again. */
export type InstallationStatus = "applied" | "drifted";

/** The outputs: every checked input, and how things stand. */
export type InstallationOutputs = InstallationInputs & { readonly status: InstallationStatus };

/** Settings that change how we work, and nothing on the host. */
export const INSTALLATION_QUIET = ["connectDeadlineSeconds", "onUnreachable", "deadlineSeconds"] as const;

/** What touches the host when it differs. */
export const INSTALLATION_TOUCHES = [
  "owner",
  "hostKey",
  "connection",
  "from",
  "version",
  "extras",
  "index",
  "wheelhouse",
  "constraints",
  "interpreter",
  "root",
  "executable",
  "user",
  "keep",
  "link",
] as const;
