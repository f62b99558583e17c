/** The oldest major version of Node.js that this package runs on, as package.json says too. */
const OLDEST = 22;

/**
 * Stops an older Node.js before it stumbles over something that it does not know.
 * @param version As `process.versions.node` has it.
 * @throws Error naming both versions and what to do.
 */
export function requireNode(version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) >= OLDEST) return;
  throw new Error(
    `pulumi-hermes-gateway needs Node.js ${OLDEST} or newer, and this is ${version} (${process.execPath})\n` +
      `  remedy: put a newer Node.js first in PATH, then run this again`,
  );
}
