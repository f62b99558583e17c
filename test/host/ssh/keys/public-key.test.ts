import { expect } from "chai";
import {
  formatFingerprint,
  hostKeyAlgorithms,
  parsePublicKey,
} from "../../../../provider/host/ssh/keys/public-key.js";

// Made with ssh-keygen; `ssh-keygen -lf` printed the fingerprint.
const BASE64 = "AAAAC3NzaC1lZDI1NTE5AAAAIIMgzH9591Xko9hwMpwpebICPQfZMWZue+gtfbMMQ+zY";
const FINGERPRINT = "SHA256:53ac8+pMJmLKxPhtkgZt3FdTPhu5ViVN9Jco59tC5sI";

describe("public keys", () => {
  it("prints the fingerprint that ssh-keygen prints", () => {
    const key = parsePublicKey("ssh-ed25519", BASE64);
    expect(key && formatFingerprint(key.blob)).to.equal(`ssh-ed25519 ${FINGERPRINT}`);
  });

  it("refuses a key whose inside is of another type, or no key at all", () => {
    expect(parsePublicKey("ssh-rsa", BASE64)).to.equal(undefined);
    expect(parsePublicKey("ssh-ed25519", "AAAA")).to.equal(undefined);
    expect(parsePublicKey("ssh-ed25519", "????")).to.equal(undefined);
  });

  const tail = (without: string[]) =>
    [
      "ssh-ed25519",
      "ecdsa-sha2-nistp256",
      "ecdsa-sha2-nistp384",
      "ecdsa-sha2-nistp521",
      "rsa-sha2-512",
      "rsa-sha2-256",
    ].filter((name) => !without.includes(name));
  const rsa = ["rsa-sha2-512", "rsa-sha2-256"];
  const orders: [known: string[], first: string[]][] = [
    [[], []],
    [["ssh-rsa"], rsa],
    [
      ["ecdsa-sha2-nistp521", "ssh-rsa", "ssh-rsa"],
      ["ecdsa-sha2-nistp521", ...rsa],
    ],
    [["ssh-dss"], []],
    [["sk-ssh-ed25519@openssh.com"], []],
  ];
  for (const [known, first] of orders) {
    it(`offers the algorithms of [${known}] first`, () => {
      expect(hostKeyAlgorithms(known)).to.deep.equal([...first, ...tail(first)]);
    });
  }
});
