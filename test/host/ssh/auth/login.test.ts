import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Connection } from "../../../../provider/host/connection.js";
import { formatFingerprint } from "../../../../provider/host/ssh/keys/public-key.js";
import { disconnect } from "../support/disconnect.js";
import { hostErrorOf } from "../support/expect-error.js";
import { KEYS, makeKey } from "../support/keys.js";
import { useScratch } from "../support/scratch.js";
import { startAgent } from "../support/test-agent.js";
import { EMPTY_ENV, friendly, useServers } from "../support/use-servers.js";

const withoutKey = (server: { port: number }, more: Partial<Connection> = {}): Connection => {
  const { privateKey: _key, ...rest } = friendly(server, more);
  return rest;
};
const fingerprint = formatFingerprint(KEYS.user.blob);

describe("logging in", () => {
  const servers = useServers();
  const scratch = useScratch();

  it("uses the private key", async () => {
    const server = await servers.start();
    expect((await servers.connect(friendly(server))).label).to.equal(`vm1 (root@127.0.0.1:${server.port})`);
    expect(server.seen.auth).to.deep.equal(["publickey", "publickey"]);
  });

  it("uses a key file under the environment's home, with the passphrase of the environment", async () => {
    const key = makeKey("ecdsa", "opens sesame");
    scratch().write("id", key.private);
    const server = await servers.start({ authorized: [key] });
    const env = { HOME: scratch().path, HERMES_FLEET_SSH_KEY_PASSPHRASE: "opens sesame" };
    await servers.connect(withoutKey(server, { privateKeyFile: "~/id" }), { env });
    const error = await hostErrorOf(
      servers.connect(withoutKey(server, { privateKeyFile: "~/id" }), { env: { HOME: scratch().path } }),
    );
    expect(error.message).to.equal(
      `vm1 (root@127.0.0.1:${server.port}): key file ${join(scratch().path, "id")} is encrypted, and no passphrase is given ` +
        "[key-unreadable]\n  remedy: set HERMES_FLEET_SSH_KEY_PASSPHRASE or privateKeyPassword, or add the key to an agent with ssh-add",
    );
    expect(server.seen.connections).to.equal(1);
  });

  for (const [title, connection, env] of [
    ["SSH_AUTH_SOCK", {}, (path: string) => ({ ...EMPTY_ENV, SSH_AUTH_SOCK: path })],
    ["agentSocketPath", { agentSocketPath: "~/agent" }, (path: string) => ({ HOME: join(path, "..") })],
  ] as const) {
    it(`uses the agent of ${title}, past a key that the host does not know`, async () => {
      const path = join(scratch().path, "agent");
      const agent = servers.add(await startAgent(path, [KEYS.stranger, KEYS.user]));
      const server = await servers.start();
      await servers.connect(withoutKey(server, connection), { env: env(path) });
      expect(agent.seen.signatures).to.equal(1);
    });
  }

  it("says how many keys a full agent offered, and what OpenSSH makes of it", async () => {
    const path = join(scratch().path, "agent");
    servers.add(
      await startAgent(
        path,
        Array.from({ length: 7 }, () => makeKey("ed25519")),
      ),
    );
    const server = await servers.start();
    const env = { ...EMPTY_ENV, SSH_AUTH_SOCK: path };
    const error = await hostErrorOf(servers.connect(withoutKey(server), { env }));
    expect(error.message).to.contain(
      `tried agent ${path}; the agent offered 7 keys, certificates left out, and OpenSSH ends a ` +
        "log-in after 6 (MaxAuthTries): name the one for this host in privateKeyFile [auth-failed]",
    );
  });

  it("names a certificate beside a key file, which it does not present", async () => {
    scratch().write("id", KEYS.stranger.private);
    scratch().write("id-cert.pub", "ssh-ed25519-cert-v01@openssh.com AAAA");
    const server = await servers.start();
    const error = await hostErrorOf(
      servers.connect(withoutKey(server, { privateKeyFile: "~/id" }), { env: { HOME: scratch().path } }),
    );
    expect(error.message).to.contain(
      `; ${join(scratch().path, "id-cert.pub")} was not presented: certificates of accounts are not supported [auth-failed]`,
    );
  });

  it("finds the default key files when no credential is named, and only then", async () => {
    mkdirSync(join(scratch().path, ".ssh"));
    writeFileSync(join(scratch().path, ".ssh", "id_ed25519"), "not a key");
    writeFileSync(join(scratch().path, ".ssh", "id_rsa"), KEYS.user.private);
    const env = { HOME: scratch().path };
    const server = await servers.start({ methods: ["publickey", "password"] });
    await servers.connect(withoutKey(server), { env });
    const error = await hostErrorOf(servers.connect(withoutKey(server, { password: "wrong" }), { env }));
    expect(error.message).to.contain("tried password; the host allows publickey, password [auth-failed]");
  });

  it("uses the password, and not in place of a key that works", async () => {
    const server = await servers.start({ methods: ["password"], password: "hunter2" });
    await servers.connect(withoutKey(server, { password: "hunter2" }));
    expect(server.seen.auth).to.deep.equal(["password"]);
    const both = await servers.start({ methods: ["publickey", "password"], password: "hunter2" });
    await servers.connect(friendly(both, { password: "hunter2" }));
    expect(both.seen.auth).to.deep.equal(["publickey", "publickey"]);
  });

  it("answers keyboard-interactive prompts with the password, but not one that is shown on the screen", async () => {
    const server = await servers.start({ methods: ["keyboard-interactive"], password: "hunter2" });
    await servers.connect(withoutKey(server, { password: "hunter2" }));
    expect(server.seen.auth).to.deep.equal(["password", "keyboard-interactive"]);
  });

  it("goes on with the next method where the host wants two", async () => {
    const server = await servers.start({
      login: (context) => {
        if (context.method === "publickey") context.reject(["password"], true);
        else if (context.method === "password" && context.password === "hunter2") context.accept();
        else context.reject(["publickey"]);
      },
    });
    await servers.connect(friendly(server, { password: "hunter2" }));
    expect(server.seen.auth).to.deep.equal(["publickey", "password"]);
  });

  it("takes a host that ends the connection after too many tries for a refusal", async () => {
    const server = await servers.start({
      login: (_context, client) => disconnect(client, 2),
    });
    const error = await hostErrorOf(servers.connect(friendly(server)));
    expect(error.message).to.contain(`tried privateKey (${fingerprint}) [auth-failed]`);
    expect(server.seen.connections).to.equal(1);
  });

  it("dials again where a host ends the connection otherwise, and passes on what it said, without secrets", async () => {
    const server = await servers.start({
      banner: "\u001b[31mSystem is booting up, hunter2.\nSee pam_nologin(8).",
      login: (_context, client) => void client.end(),
    });
    const connection = friendly(server, { password: "hunter2", dialErrorLimit: 2 });
    const error = await hostErrorOf(servers.connect(connection, { sleep: async () => undefined }));
    expect(error.message).to.match(
      /after 2 dials \(dialErrorLimit\) in \S+ s; last: the host closed the connection while logging in; the host says: \[31mSystem is booting up, \[secret\]\. \[host-unreachable\]/,
    );
    expect(server.seen.connections).to.equal(2);
  });

  it("says what was tried and what the host allows, once and without the secrets", async () => {
    const server = await servers.start({
      authorized: [KEYS.stranger],
      methods: ["publickey", "password", "hostbased"],
      password: "right",
    });
    const connection = friendly(server, {
      user: "me",
      password: "hunter2",
      agentSocketPath: "/nonexistent/agent",
    });
    const error = await hostErrorOf(servers.connect(connection));
    expect(error.message).to.equal(
      `vm1 (me@127.0.0.1:${server.port}): the host does not let user me in: tried privateKey (${fingerprint}), ` +
        "agent /nonexistent/agent, password; the host allows publickey, password, hostbased; " +
        "Failed to connect to agent [auth-failed]\n" +
        `  remedy: check that the key stands in ~me/.ssh/authorized_keys there and that this works: ssh -p ${server.port} me@127.0.0.1 true; ` +
        "set privateKey, privateKeyFile, agentSocketPath or password, or HERMES_FLEET_SSH_USER and HERMES_FLEET_SSH_KEY_FILE for this run",
    );
    expect(server.seen.connections).to.equal(1);
  });

  it("says that nothing was found to try", async () => {
    const server = await servers.start();
    const error = await hostErrorOf(servers.connect(withoutKey(server)));
    expect(error.message).to.contain(
      "user root in: no key, agent or password was found to try; the host allows publickey [auth-failed]",
    );
  });

  it("mentions a default key file that it could not use", async () => {
    mkdirSync(join(scratch().path, ".ssh"));
    const file = join(scratch().path, ".ssh", "id_ed25519");
    writeFileSync(file, makeKey("ed25519", "opens sesame").private);
    const server = await servers.start();
    const error = await hostErrorOf(servers.connect(withoutKey(server), { env: { HOME: scratch().path } }));
    expect(error.message).to.contain(
      `the host allows publickey; skipped key file ${file} (not readable, or encrypted without a passphrase) [auth-failed]`,
    );
  });
});
