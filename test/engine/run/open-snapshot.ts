import type { EngineOptions } from "../model/options";
import type { PendingOperation } from "../model/resource-state";
import { Cipher } from "../state/cipher";
import { Snapshot } from "../state/snapshot";
import { exportStack, importStack } from "../state/stack-export";

/** How long changes are gathered before the state is stored; each store writes all of it. */
const GATHER_MS = 20;

/** The state of a stack, opened for one operation. */
export interface OpenedState {
  readonly snapshot: Snapshot;
  /** What an earlier operation left in flight. */
  readonly interrupted: readonly PendingOperation[];
  /** Stores what has not been stored yet. */
  flush(): void;
}

/** Opens the stack's state. Unless it is a preview, changes are stored soon after they are made. */
export function openSnapshot(options: EngineOptions, dryRun: boolean): OpenedState {
  const stored = options.state.load();
  const salt = stored?.deployment.secrets_providers.state.salt;
  const cipher = new Cipher(options.passphrase ?? "test engine", salt);
  const content = stored === undefined ? { resources: [], pending: [] } : importStack(stored, cipher);
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    options.state.save(exportStack(snapshot.content, cipher));
  };
  const snapshot = new Snapshot([...content.resources], content.pending, () => {
    if (!dryRun) timer ??= setTimeout(flush, GATHER_MS);
  });
  return { snapshot, interrupted: content.pending, flush };
}
