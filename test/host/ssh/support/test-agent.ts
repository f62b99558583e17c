import { createServer } from "node:net";
import { AgentProtocol, type ParsedKey, utils } from "ssh2";
import type { TestKey } from "./keys.js";

/** A running SSH agent that holds some keys. */
export interface TestAgent {
  readonly seen: { signatures: number };
  readonly close: () => Promise<void>;
}

/** Starts an agent on a socket. */
export async function startAgent(path: string, keys: readonly TestKey[]): Promise<TestAgent> {
  const seen = { signatures: 0 };
  const parsed = keys.map((key) => utils.parseKey(key.private) as ParsedKey);
  const server = createServer((socket) => {
    const agent = new AgentProtocol(false);
    socket.on("error", () => undefined);
    agent.on("error", () => undefined);
    agent.on("identities", (request) => agent.getIdentitiesReply(request, parsed));
    agent.on("sign", (request, publicKey, data) => {
      seen.signatures += 1;
      const key = parsed.find((one) => one.getPublicSSH().equals(toBlob(publicKey)));
      if (key) agent.signReply(request, key.sign(data));
      else agent.failureReply(request);
    });
    socket.pipe(agent).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return { seen, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

function toBlob(key: ParsedKey | Buffer | string): Buffer {
  const parsed = utils.parseKey(key);
  return parsed instanceof Error ? Buffer.alloc(0) : parsed.getPublicSSH();
}
