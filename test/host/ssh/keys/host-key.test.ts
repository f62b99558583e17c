import { expect } from "chai";
import { hopOf } from "../../../../provider/host/ssh/endpoint.js";
import { hostKeyPolicy } from "../../../../provider/host/ssh/keys/host-key.js";
import { formatFingerprint } from "../../../../provider/host/ssh/keys/public-key.js";
import { hostErrorFrom } from "../support/expect-error.js";
import { KEYS } from "../support/keys.js";
import { useScratch } from "../support/scratch.js";

const { hostEd25519, hostRsa, otherHost } = KEYS;
const print = (key: { blob: Buffer }) => formatFingerprint(key.blob);

describe("host key policy", () => {
  const scratch = useScratch();
  const check = (knownHosts: string, presented: Buffer, port = 22) => {
    const knownHostsFile = scratch().write("known_hosts", knownHosts);
    const hop = hopOf("vm1", { host: "192.0.2.10", port, knownHostsFile });
    return { file: knownHostsFile, error: hostKeyPolicy(hop, {}).check(presented) };
  };

  it("trusts any of the keys of a host", () => {
    const text = `192.0.2.10 ${hostEd25519.public}\n192.0.2.10 ${hostRsa.public}\n`;
    expect(check(text, hostRsa.blob).error).to.equal(undefined);
  });

  it("trusts, as ssh does, a key that stands under the plain name of a host met on another port", () => {
    expect(check(`192.0.2.10 ${hostEd25519.public}`, hostEd25519.blob, 2222).error).to.equal(undefined);
    expect(check(`192.0.2.10 ${hostEd25519.public}`, otherHost.blob, 2222).error?.code).to.equal(
      "host-key-unknown",
    );
  });

  it("reports a changed key with both fingerprints, file and line", () => {
    const { file, error } = check(`\n192.0.2.10 ${hostEd25519.public}`, otherHost.blob, 22);
    expect(error?.message).to.equal(
      `vm1 (root@192.0.2.10:22): the host presents ${print(otherHost)}, but ${file} has ${print(hostEd25519)} (line 2); ` +
        "nothing was sent to it [host-key-changed]\n" +
        "  remedy: if the machine was reinstalled, compare the fingerprint at its console, then: " +
        `ssh-keygen -f ${file} -R '192.0.2.10' && ssh-keyscan 192.0.2.10 >> ${file}; otherwise another machine answers at this address`,
    );
  });

  it("names the port in the remedy of another port", () => {
    const { file, error } = check(`[192.0.2.10]:2222 ${hostEd25519.public}`, otherHost.blob, 2222);
    expect(error?.remedy).to.contain(
      `ssh-keygen -f ${file} -R '[192.0.2.10]:2222' && ssh-keyscan -p 2222 192.0.2.10 >> ${file}`,
    );
  });

  it("counts a key of another type as changed", () => {
    expect(check(`192.0.2.10 ${hostEd25519.public}`, hostRsa.blob).error?.code).to.equal("host-key-changed");
  });

  it("reports an unknown key", () => {
    const { file, error } = check(`vm9 ${hostEd25519.public}`, hostEd25519.blob);
    expect(error?.message).to.equal(
      `vm1 (root@192.0.2.10:22): the host presents ${print(hostEd25519)}, and no key of it is in ${file}; ` +
        "nothing was sent to it [host-key-unknown]\n" +
        "  remedy: compare the fingerprint at the machine's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), " +
        `then: ssh-keyscan 192.0.2.10 >> ${file}, or set hostKey`,
    );
  });

  it("says that the known_hosts file is missing", () => {
    const hop = hopOf("vm1", { host: "vm1" });
    expect(hostKeyPolicy(hop, { HOME: "/nonexistent" }, []).check(otherHost.blob)?.message).to.contain(
      "no key of it is in /nonexistent/.ssh/known_hosts, which does not exist; nothing was sent",
    );
  });

  it("says that only a certificate authority matches", () => {
    const { file, error } = check(`@cert-authority * ${otherHost.public}`, hostEd25519.blob);
    expect(error?.code).to.equal("host-key-unknown");
    expect(error?.message).to.contain(
      `in ${file}, whose line 1 is a @cert-authority, and host certificates are not supported; nothing`,
    );
  });

  it("refuses a revoked key even when another line trusts it", () => {
    const text = `192.0.2.10 ${hostEd25519.public}\n@revoked * ${hostEd25519.public}`;
    const { file, error } = check(text, hostEd25519.blob);
    expect(error?.code).to.equal("host-key-changed");
    expect(error?.message).to.contain(`presents ${print(hostEd25519)}, which ${file} line 2 marks @revoked;`);
  });

  it("prefers the pinned key to known_hosts", () => {
    const knownHostsFile = scratch().write("known_hosts", `vm1 ${otherHost.public}`);
    const hostKey = `# from the console\n\n${hostEd25519.public} root@vm1\nvm1 ${hostRsa.public}\n`;
    const policy = hostKeyPolicy(hopOf("vm1", { host: "vm1", hostKey, knownHostsFile }), {});
    expect(policy.check(hostEd25519.blob)).to.equal(undefined);
    expect(policy.check(hostRsa.blob)).to.equal(undefined);
    expect(policy.check(otherHost.blob)?.message).to.contain(
      `presents ${print(otherHost)}, but the pinned hostKey is ${print(hostEd25519)}, ${print(hostRsa)}; nothing was sent to it [host-key-changed]`,
    );
  });

  for (const [hostKey, message] of [
    ["ssh-ed25519 AAAA", "line 1 of hostKey is not a public host key"],
    [`${hostEd25519.public}\nSHA256:abc`, "line 2 of hostKey is not a public host key"],
    [" \n", "hostKey is empty"],
  ] as const) {
    it(`refuses a pinned key: ${message}`, () => {
      const error = hostErrorFrom(() => hostKeyPolicy(hopOf("vm1", { host: "vm1", hostKey }), {}));
      expect(error.code).to.equal("connection-invalid");
      expect(error.message).to.contain(`vm1 (root@vm1:22): ${message} [`);
    });
  }
});
