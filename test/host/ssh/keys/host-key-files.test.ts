import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { hopOf } from "../../../../provider/host/ssh/endpoint.js";
import { hostKeyPolicy } from "../../../../provider/host/ssh/keys/host-key.js";
import { formatFingerprint } from "../../../../provider/host/ssh/keys/public-key.js";
import { KEYS } from "../support/keys.js";
import { useScratch } from "../support/scratch.js";

const { hostEd25519, hostRsa, otherHost } = KEYS;

describe("known_hosts files beside the user's", () => {
  const scratch = useScratch();
  /** What becomes of a key that vm1 presents, by the texts of the user's file and of the machine's. */
  const check = (user: string, machine: string, presented: Buffer, declared = false) => {
    mkdirSync(join(scratch().path, ".ssh"), { recursive: true });
    const knownHostsFile = scratch().write(".ssh/known_hosts", user);
    const global = scratch().write("ssh_known_hosts", machine);
    const hop = hopOf("vm1", { host: "vm1", ...(declared && { knownHostsFile }) });
    const policy = hostKeyPolicy(hop, { HOME: scratch().path }, ["~/.ssh/known_hosts2", global]);
    return { policy, error: policy.check(presented), user: knownHostsFile, global };
  };

  const cases: [title: string, user: string, machine: string, code: string | undefined][] = [
    ["trusts a key that the machine's file has", "", `vm1 ${hostEd25519.public}`, undefined],
    ["trusts a key that either has", `vm1 ${otherHost.public}`, `vm1 ${hostEd25519.public}`, undefined],
    ["reads names of the machine's file as ssh does", "", `*,!vm2 ${hostEd25519.public}`, undefined],
    ["takes a negated name for no name", "", `*,!vm1 ${hostEd25519.public}`, "host-key-unknown"],
    [
      "calls a key changed that the machine's file has otherwise",
      "",
      `vm1 ${otherHost.public}`,
      "host-key-changed",
    ],
    [
      "refuses what the machine's file revokes, though the user trusts it",
      `vm1 ${hostEd25519.public}`,
      `@revoked * ${hostEd25519.public}`,
      "host-key-changed",
    ],
    [
      "refuses what the user revokes, though the machine trusts it",
      `@revoked vm1 ${hostEd25519.public}`,
      `vm1 ${hostEd25519.public}`,
      "host-key-changed",
    ],
    [
      "takes an authority's own key for no key of a host",
      "",
      `@cert-authority * ${hostEd25519.public}`,
      "host-key-unknown",
    ],
    ["passes over a line of no known kind", "", `@trusted vm1 ${hostEd25519.public}`, "host-key-unknown"],
  ];
  for (const [title, user, machine, code] of cases)
    it(title, () => expect(check(user, machine, hostEd25519.blob).error?.code).to.equal(code));

  it("trusts by a declared file alone; the machine's may still revoke", () => {
    const trusts = `vm1 ${hostEd25519.public}`;
    expect(check("", trusts, hostEd25519.blob, true).error?.code).to.equal("host-key-unknown");
    const revokes = `@revoked * ${hostEd25519.public}`;
    expect(check(trusts, revokes, hostEd25519.blob, true).error?.code).to.equal("host-key-changed");
    expect(check(trusts, "", hostEd25519.blob, true).error).to.equal(undefined);
  });

  it("offers first what any of the files knows", () => {
    const { policy } = check("", `vm1 ${hostRsa.public}`, hostRsa.blob);
    expect(policy.algorithms[0]).to.equal("rsa-sha2-512");
  });

  it("names each file with the keys that it has", () => {
    const { error, user, global } = check(
      `vm1 ${hostRsa.public}`,
      `\nvm1 ${otherHost.public}`,
      hostEd25519.blob,
    );
    const print = (key: { blob: Buffer }) => formatFingerprint(key.blob);
    expect(error?.message).to.include(
      `but ${user} has ${print(hostRsa)} (line 1) and ${global} has ${print(otherHost)} (line 2); nothing was sent`,
    );
    expect(error?.remedy).to.include(
      `ssh-keygen -f ${user} -R 'vm1' && ssh-keygen -f ${global} -R 'vm1' && ssh-keyscan`,
    );
  });

  it("says that an authority of the machine's file is the one that matches", () => {
    const { error, global } = check("", `@cert-authority * ${otherHost.public}`, hostEd25519.blob);
    expect(error?.message).to.include(`and of ${global} line 1 is a @cert-authority, and host certificates`);
  });
});
