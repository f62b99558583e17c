import { readdirSync, readlinkSync } from "node:fs";
import type { Installation } from "../../../provider/core/installation/installation";
import type { InstallationInput } from "../../../provider/core/installation/installation-schema";
import { parseInstallation } from "../../../provider/core/installation/parse-installation";
import { connect } from "../../../provider/host/connect.js";
import type { Host } from "../../../provider/host/host.js";
import { HostError } from "../../../provider/host/host-error.js";
import {
  ensureInstallation,
  lookAtInstallation,
} from "../../../provider/host/installation/run-installation.js";
import { type EmbeddedHost, startEmbeddedHost } from "../../embedded/embedded-host";
import { installFakePython, PYTHON } from "./fake-python";

/** Where versions are installed. */
export const ROOT = "/opt/hermes-agent";
/** Who installs them, unless a test says otherwise. */
export const OWNER = "acme/chat/prod::vm1/opt/hermes-agent";

/** An installation of 0.19.0 by the stand-in for Python. */
export function installation(written: Partial<InstallationInput> = {}): Installation & { name: string } {
  const from = written.from === "verify" ? {} : { python: PYTHON };
  const parsed = parseInstallation({ version: "0.19.0", ...from, ...written });
  if (!parsed.installation) throw new Error(JSON.stringify(parsed.problems));
  return parsed.installation as Installation & { name: string };
}

/** The HostError that a work ends in. @throws Error when it does not */
export async function failure(work: Promise<unknown>): Promise<HostError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostError)) throw error ?? new Error("it did not fail");
  return error;
}

/** An embedded host with a stand-in for Python, for one `describe`; nothing is installed before each test. */
export function useInstallation() {
  let vm: EmbeddedHost;
  let host: Host;
  const sh = async (script: string) => String((await host.exec(script)).stdout);
  before(async () => {
    vm = await startEmbeddedHost();
    host = await connect(vm.connection, { hostKeyName: "vm1", deadlineMs: 10_000 });
  });
  after(async () => {
    await host.close();
    await vm.stop();
  });
  beforeEach(async () => {
    await sh('rm -rf "$HERMES_FLEET_ROOT"/opt "$HERMES_FLEET_ROOT"/usr/local/bin/hermes-*');
    await installFakePython((path, text, mode) => vm.write(path, text, mode));
  });
  return {
    machine: () => vm,
    shell: () => host,
    sh,
    ensure: async (written: Partial<InstallationInput> = {}, owner = OWNER) => {
      const said: string[] = [];
      const one = installation(written);
      await ensureInstallation(host, one, { owner, onProgress: (line) => said.push(line) });
      return { ...one, said };
    },
    look: (written: Partial<InstallationInput> = {}) =>
      lookAtInstallation(host, installation(written), { owner: OWNER }),
    versions: () => readdirSync(vm.path(`${ROOT}/versions`)).sort(),
    /** Where the link to the present version leads. */
    current: () => readlinkSync(vm.path(`${ROOT}/current`)),
    /** What pip was asked for, one run an entry. */
    asked: () => vm.read("/opt/python/asked").trim().split("\n"),
    /** What pip does before it installs, from now on. */
    pip: (text: string) => vm.write("/opt/python/pip", text),
  };
}
