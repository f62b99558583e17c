import { requireNode } from "../require-node-version.js";

// A command's user gets the two lines and no stack; imported first, before anything that an older Node.js stumbles over.
try {
  requireNode();
} catch (error) {
  process.stderr.write(`hermes-fleet: ${(error as Error).message}\n`);
  process.exit(1);
}
