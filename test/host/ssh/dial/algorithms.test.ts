import { expect } from "chai";
import type { Algorithms } from "ssh2";
import { hostErrorOf } from "../support/expect-error.js";
import { KEYS } from "../support/keys.js";
import { friendly, useServers } from "../support/use-servers.js";

describe("the algorithms of a connection", () => {
  const servers = useServers();
  const pinned = { hostKey: KEYS.hostRsa.public };
  const start = (algorithms: Algorithms) => servers.start({ hostKeys: [KEYS.hostRsa], algorithms });

  it("take a host that has an RSA key, by a signature with SHA-2", async () => {
    const server = await start({ serverHostKey: ["ssh-rsa", "rsa-sha2-256"] });
    const host = await servers.connect(friendly(server, pinned));
    expect((await host.exec("echo here")).stdout.toString()).to.equal("here\n");
  });

  const refused: [what: string, algorithms: Algorithms, words: string][] = [
    ["signs with SHA-1 alone", { serverHostKey: ["ssh-rsa"] }, "no matching host key format"],
    [
      "authenticates packets with SHA-1 alone",
      { cipher: ["aes128-ctr"], hmac: ["hmac-sha1", "hmac-sha1-etm@openssh.com"] },
      "no matching C->S MAC",
    ],
  ];
  for (const [what, algorithms, words] of refused) {
    it(`refuse a host that ${what}, though its key is the pinned one`, async () => {
      const server = await start(algorithms);
      const error = await hostErrorOf(servers.connect(friendly(server, pinned)));
      expect(error.code).to.equal("ssh-algorithms-refused");
      expect(error.message)
        .to.include(`the SSH handshake failed: ${words}; the host offers only what is not accepted`)
        .and.include("nothing was sent to it")
        .and.include("ssh-keygen -A")
        .and.include(`ssh -vv -p ${server.port} root@127.0.0.1 true 2>&1 | grep`);
      // it is not tried again, nor is anything of the log-in sent
      expect([server.seen.connections, server.seen.auth]).to.deep.equal([1, []]);
    });
  }

  it("refuse a key exchange with SHA-1", async () => {
    const server = await start({
      kex: ["diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1"],
    });
    const error = await hostErrorOf(servers.connect(friendly(server, pinned)));
    expect(error.message).to.include("no matching key exchange algorithm [host-unreachable]");
  });
});
