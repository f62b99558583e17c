import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Takes the lock that belongs to a path, for this process alone. It is a socket in the kernel's own name space and
 * no file: it goes with its process however that ends, so nobody ever has to judge whether a holder is still alive.
 * @returns how to give it back, or `undefined` when another holder has it.
 */
export async function tryLock(path: string): Promise<(() => void) | undefined> {
  const digest = createHash("sha256").update(path).digest("hex").slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(`\0hermes-fleet-lab-${digest}`);
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
  server.unref();
  return () => server.close();
}

/** Does something with the lock that belongs to a path. @returns false, with nothing done, when another holder has it. */
export async function whileLocked(path: string, work: () => void | Promise<void>): Promise<boolean> {
  const release = await tryLock(path);
  if (release === undefined) return false;
  try {
    await work();
  } finally {
    release();
  }
  return true;
}
