import * as pulumi from "@pulumi/pulumi";
import type { Installation } from "../core/installation/installation";
import type { InstallationInput } from "../core/installation/installation-schema";
import { parseInstallation } from "../core/installation/parse-installation";
import { type Problem, problemAt } from "../core/problem";
import { HOST_KEY } from "../core/rules/names";
import { shown } from "../core/rules/says";
import { installationCommand, installationScript } from "../host/installation/installation-script.js";
import { ownStack } from "../resources/gateway-profile/gateway-profile.js";
import { HermesInstallation } from "../resources/hermes-installation/hermes-installation.js";
import {
  commandConnection,
  commandConnectionProblems,
  writtenConnectionProblems,
} from "./command-connection.js";
import { problemText } from "./fleet-error.js";
import { type HermesHostArgs, INSTALLATION_WAYS } from "./hermes-host-args.js";
import { remoteCommand } from "./remote-command.js";
import { resolveConnection } from "./resolve-connection.js";

/**
 * A host with one exact version of Hermes Agent. The paths are plain values, computed from the arguments, so that a
 * preview knows the `ExecStart=` of every gateway that uses them; gateways wait for it by `dependsOn`. Another version
 * is installed beside the old one, which stays for the way back. Installing stops and starts no gateway: that is done
 * by the change of its unit.
 *
 * @throws RunError with every problem at once, each under its path, before anything is registered
 */
export class HermesHost extends pulumi.ComponentResource {
  /** The version, as it was written. */
  readonly version: string;
  /** The program of this version: for `executable` of profiles on this host. */
  readonly executable: string;
  /** The Python of this version; left out with `from: "verify"`, where nobody knows it. */
  readonly python?: string;
  /** The directory of this version; left out with `from: "verify"`. */
  readonly directory?: string;

  constructor(name: string, args: HermesHostArgs, options?: pulumi.ComponentResourceOptions) {
    super("hermes:index:HermesHost", name, {}, options);
    const { installation, written, via } = checked(name, args);
    this.version = installation.version;
    this.executable = installation.executable;
    if (installation.from !== "verify") {
      this.python = installation.python;
      this.directory = installation.directory;
    }
    const child = childName(name, installation);
    const childOptions: pulumi.CustomResourceOptions = {
      parent: this,
      ...(args.deletedWith ? { deletedWith: args.deletedWith } : {}),
    };
    if (via === "command") registerCommand(name, child, installation, args, childOptions);
    else registerInstallation(name, child, written, args, childOptions);
    this.registerOutputs({ version: this.version, executable: this.executable });
  }
}

/**
 * Another root, or whether anything is installed at all, is another resource: made first, and the old one taken away
 * by its own script at the end, because the plugin would know only the new one.
 */
function childName(name: string, installation: Installation): string {
  return installation.from === "verify" ? `${name}/verified` : `${name}${installation.root}`;
}

function registerCommand(
  name: string,
  child: string,
  installation: Installation,
  { connection }: HermesHostArgs,
  options: pulumi.CustomResourceOptions,
): void {
  const RemoteCommand = remoteCommand();
  new RemoteCommand(
    child,
    {
      connection: commandConnection(connection, (problems) => hostError(name, problems)),
      create: installationCommand("ensure"),
      update: installationCommand("ensure"),
      delete: installationCommand("remove"),
      // what changes with the version; `triggers` would make it a replacement, whose end takes the old version away
      stdin: installationScript(installation, `${ownStack()}::${child} (command)`),
      // the plugin would send it by `AcceptEnv`, which no sshd has for it
      addPreviousOutputInEnv: false,
    },
    options,
  );
}

function registerInstallation(
  name: string,
  child: string,
  installation: InstallationInput,
  { connection, connectDeadlineSeconds, onUnreachable }: HermesHostArgs,
  options: pulumi.CustomResourceOptions,
): void {
  new HermesInstallation(
    child,
    {
      hostKey: name,
      installation,
      connection: resolveConnection(connection),
      ...(connectDeadlineSeconds === undefined ? {} : { connectDeadlineSeconds }),
      ...(onUnreachable === undefined ? {} : { onUnreachable }),
    },
    options,
  );
}

interface Checked {
  readonly installation: Installation;
  readonly written: InstallationInput;
  readonly via: (typeof INSTALLATION_WAYS)[number];
}

function checked(name: string, args: HermesHostArgs): Checked {
  const {
    connection,
    via = "command",
    connectDeadlineSeconds,
    onUnreachable,
    deletedWith: _,
    ...written
  } = args as HermesHostArgs & InstallationInput;
  const { installation, problems = [] } = parseInstallation(written);
  const all = [
    ...nameProblems(name),
    ...problems,
    ...wayProblems(via, { connectDeadlineSeconds, onUnreachable }),
    ...writtenConnectionProblems(connection),
    ...(via === "command" ? commandConnectionProblems(connection) : []),
  ];
  if (!installation || all.length > 0) throw hostError(name, all);
  return { installation, written, via };
}

/** The name is how messages call the machine, as a fleet's key of it is. */
function nameProblems(name: string): Problem[] {
  if (HOST_KEY.pattern.test(name)) return [];
  return [problemAt(["name"], `${shown(name)} is not ${HOST_KEY.what}`, HOST_KEY.remedy)];
}

function wayProblems(via: string, settings: Readonly<Record<string, unknown>>): Problem[] {
  if (!(INSTALLATION_WAYS as readonly string[]).includes(via)) {
    const known = INSTALLATION_WAYS.join(" or ");
    return [
      problemAt(["via"], `${shown(via)} is not one of ${INSTALLATION_WAYS.join(", ")}`, `write ${known}`),
    ];
  }
  if (via === "provider") return [];
  return Object.entries(settings).flatMap(([key, value]) =>
    value === undefined
      ? []
      : problemAt([key], "has no effect with via: command", "leave it out, or write via: provider"),
  );
}

/** The error that ends the program before anything is registered: everything that is wrong, without a stack trace. */
function hostError(name: string, problems: readonly Problem[]): pulumi.RunError {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const texts = problems.map((problem) => `  ${problemText(problem)}`);
  return new pulumi.RunError(`HermesHost ${name}: ${count}\n${texts.join("\n")}`);
}
