import * as pulumi from "@pulumi/pulumi";

/** What of `@pulumi/command` is used. */
interface CommandPackage {
  readonly remote: {
    readonly Command: new (
      name: string,
      args: Readonly<Record<string, unknown>>,
      options?: pulumi.CustomResourceOptions,
    ) => pulumi.CustomResource;
  };
}

/**
 * `remote.Command` of `@pulumi/command`, loaded when it is needed: the mere presence of that package makes Pulumi look
 * for its plugin, so nobody who does without it has to have it.
 *
 * @param load how the package is loaded
 * @throws RunError when it is not installed
 */
export function remoteCommand(
  load: () => unknown = () => require("@pulumi/command"),
): CommandPackage["remote"]["Command"] {
  try {
    return (load() as CommandPackage).remote.Command;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new pulumi.RunError(
      '@pulumi/command is not installed, and HermesHost runs its steps with it\n  remedy: npm install @pulumi/command@1.2.1, or write via: "provider" to do without it',
    );
  }
}
