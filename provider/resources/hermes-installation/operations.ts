import { shownText } from "../../core/host-text";
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
import { tell } from "../../host/tell.js";
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
export function readInstallation(id: string, olds: InstallationOutputs): Promise<FoundInstallation> {
  const look = async (host: Host, options: RunInstallationOptions): Promise<FoundInstallation> =>
    found(id, olds, await lookAtInstallation(host, wholeInstallation(olds), options));
  return onHost(olds, look, () => {
    tell(`${id}: not reached, the state stays as it is`);
    return { id, props: olds };
  });
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
    tell(`${id}: hermes-agent ${olds.version} is damaged on the host; up makes it anew`);
    return { id, props };
  }
  const { status: _, ...inputs } = { ...olds, version };
  return { id, props: { ...props, version }, inputs };
}

/** Takes away the versions that nothing uses; data of profiles stay. @throws as {@link createInstallation} */
export function deleteInstallation(id: string, olds: InstallationOutputs): Promise<void> {
  const remove = (host: Host, options: RunInstallationOptions): Promise<void> =>
    removeInstallation(host, wholeInstallation(olds), options);
  return onHost(olds, remove, () => {
    tell(`${id}: not reached; forgotten here, what is installed is still on the host`);
  });
}

/**
 * Runs on the machine's connection in this process; progress is shown under the stack's row.
 *
 * @param unreached what to do about a machine that does not answer, where its resource says to go on without it
 */
async function onHost<T>(
  inputs: InstallationInputs,
  work: (host: Host, options: RunInstallationOptions) => Promise<T>,
  unreached?: () => T,
): Promise<T> {
  const { owner, connection, hostKey, connectDeadlineSeconds } = inputs;
  const redact = redactor(secretsOf(connection));
  const onProgress = (line: string): void => {
    tell(redact(`${hostKey}: ${line}`));
  };
  try {
    const session = sessionFor(connection, { hostKeyName: hostKey, connectDeadlineSeconds });
    return await session.use((host) => work(host, { owner, onProgress }));
  } catch (error) {
    if (unreached && whenUnreachable(inputs, error) === "skip") return unreached();
    const message = shownText(redact(error instanceof Error ? error.message : String(error)));
    const clean = new Error(message);
    // the engine prints a stack that says nothing to an operator
    clean.stack = message;
    throw clean;
  }
}
