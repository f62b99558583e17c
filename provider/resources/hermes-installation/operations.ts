import { wholeInstallation } from "../../core/installation/installation";
import type { Host } from "../../host/host.js";
import {
  ensureInstallation,
  lookAtInstallation,
  type RunInstallationOptions,
  removeInstallation,
  type SeenInstallation,
} from "../../host/installation/run-installation.js";
import { redactor } from "../../host/redact.js";
import { secretsOf, sessionFor } from "../../host/session/host-sessions.js";
import { plain } from "../equal.js";
import { whenUnreachable } from "../gateway-profile/when-unreachable.js";
import { touchesInstallation } from "./diff.js";
import type { InstallationInputs, InstallationOutputs } from "./properties.js";

/** Installs, or adopts what is there. @throws HostError as Error, with the host's own words */
export async function createInstallation(
  inputs: InstallationInputs,
): Promise<{ id: string; outs: InstallationOutputs }> {
  await onHost(inputs, (host, options) => ensureInstallation(host, wholeInstallation(inputs), options));
  return { id: `${inputs.hostKey}/hermes-agent`, outs: plain({ ...inputs, status: "applied" }) };
}

/** Brings the host from what the state says to what is declared. @throws as {@link createInstallation} */
export async function updateInstallation(
  olds: InstallationOutputs,
  news: InstallationInputs,
): Promise<{ outs: InstallationOutputs }> {
  if (touchesInstallation(olds, news)) {
    await onHost(news, (host, options) => ensureInstallation(host, wholeInstallation(news), options));
  }
  return { outs: plain({ ...news, status: "applied" }) };
}

/** What a refresh found; empty when nothing of it is on the host any more. */
export interface FoundInstallation {
  readonly id?: string;
  readonly props?: InstallationOutputs;
  /** Only when another version answers: the inputs as the host has them. */
  readonly inputs?: InstallationInputs;
}

/** Looks at the host: nothing differs → no inputs, and a preview after the refresh shows nothing. */
export async function readInstallation(id: string, olds: InstallationOutputs): Promise<FoundInstallation> {
  try {
    const look = (host: Host, options: RunInstallationOptions) =>
      lookAtInstallation(host, wholeInstallation(olds), options);
    return found(id, olds, await onHost(olds, look));
  } catch (error) {
    if (whenUnreachable(olds, causeOf(error)) === "fail") throw error;
    process.stdout.write(`${id}: not reached, the state stays as it is\n`);
    return { id, props: olds };
  }
}

function found(
  id: string,
  olds: InstallationOutputs,
  { state, version }: SeenInstallation,
): FoundInstallation {
  if (state === "gone") return {};
  if (state === "whole") return { id, props: { ...olds, status: "applied" } };
  const props: InstallationOutputs = { ...olds, status: "drifted" };
  if (version === undefined || version === olds.version) {
    process.stdout.write(`${id}: hermes-agent ${olds.version} is damaged on the host; up makes it anew\n`);
    return { id, props };
  }
  const { status: _, ...inputs } = { ...olds, version };
  return { id, props: { ...props, version }, inputs };
}

/** Takes away the versions that nothing uses; data of profiles stay. @throws as {@link createInstallation} */
export async function deleteInstallation(id: string, olds: InstallationOutputs): Promise<void> {
  try {
    await onHost(olds, (host, options) => removeInstallation(host, wholeInstallation(olds), options));
  } catch (error) {
    if (whenUnreachable(olds, causeOf(error)) === "fail") throw error;
    process.stdout.write(`${id}: not reached; forgotten here, what is installed is still on the host\n`);
  }
}

/** What went wrong, behind the text that the engine prints. */
function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** Runs on the machine's connection in this process; progress is shown under the stack's row. */
async function onHost<T>(
  inputs: InstallationInputs,
  work: (host: Host, options: RunInstallationOptions) => Promise<T>,
): Promise<T> {
  const { owner, connection, hostKey, connectDeadlineSeconds } = inputs;
  const redact = redactor(secretsOf(connection));
  const onProgress = (line: string): void => {
    process.stdout.write(`${redact(`${hostKey}: ${line}`)}\n`);
  };
  try {
    const session = sessionFor(connection, { hostKeyName: hostKey, connectDeadlineSeconds });
    return await session.use((host) => work(host, { owner, onProgress }));
  } catch (error) {
    const message = redact(error instanceof Error ? error.message : String(error));
    const clean = new Error(message, { cause: error });
    // the engine prints a stack that says nothing to an operator
    clean.stack = message;
    throw clean;
  }
}
