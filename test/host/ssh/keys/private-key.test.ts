import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { openPrivateKey, readKeyFile } from "../../../../provider/host/ssh/keys/private-key.js";
import { hostErrorFrom } from "../support/expect-error.js";
import { KEYS, makeKey } from "../support/keys.js";

const open = (text: string, ...passphrases: string[]) =>
  openPrivateKey("vm1", { name: "privateKey", text }, passphrases);

describe("private keys", () => {
  const encrypted = makeKey("ed25519", "opens sesame");

  it("opens a key, also with a passphrase that it does not need", () => {
    expect(open(KEYS.user.private).getPublicSSH()).to.deep.equal(KEYS.user.blob);
    expect(open(`\n${KEYS.user.private}\n\n`, "needless").getPublicSSH()).to.deep.equal(KEYS.user.blob);
  });

  for (const [how, mangled] of [
    ["blanks for its line breaks", (text: string) => text.trim().replaceAll("\n", " ")],
    ["\\n for its line breaks", (text: string) => text.replaceAll("\n", "\\n")],
    ["no line breaks at all", (text: string) => text.replaceAll("\n", "")],
    ["the line breaks of Windows", (text: string) => text.replaceAll("\n", "\r\n")],
  ] as const) {
    it(`opens a key in one quoted line, with ${how}`, () => {
      expect(open(mangled(KEYS.user.private)).getPublicSSH()).to.deep.equal(KEYS.user.blob);
      expect(open(mangled(encrypted.private), "opens sesame").getPublicSSH()).to.deep.equal(encrypted.blob);
      const { privateKey } = generateKeyPairSync("ed25519");
      const pkcs8Key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      expect(open(mangled(pkcs8Key)).isPrivateKey()).to.equal(true);
    });
  }

  it("opens an encrypted key with whichever passphrase fits", () => {
    expect(open(encrypted.private, "wrong", "opens sesame").getPublicSSH()).to.deep.equal(encrypted.blob);
  });

  const pem = { type: "pkcs8", format: "pem" } as const;
  const spki = { type: "spki", format: "pem" } as const;
  const pkcs8: [name: string, make: (encoding: object) => { privateKey: unknown; publicKey: unknown }][] = [
    [
      "rsa",
      (privateKeyEncoding) =>
        generateKeyPairSync("rsa", {
          modulusLength: 2048,
          publicKeyEncoding: spki,
          privateKeyEncoding,
        } as never),
    ],
    [
      "ec",
      (privateKeyEncoding) =>
        generateKeyPairSync("ec", {
          namedCurve: "P-256",
          publicKeyEncoding: spki,
          privateKeyEncoding,
        } as never),
    ],
    [
      "ed25519",
      (privateKeyEncoding) =>
        generateKeyPairSync("ed25519", { publicKeyEncoding: spki, privateKeyEncoding } as never),
    ],
  ];
  for (const [name, make] of pkcs8) {
    it(`opens a PKCS#8 ${name} key, plain and encrypted, and signs with it`, () => {
      const plain = make(pem);
      const locked = make({ ...pem, cipher: "aes-256-cbc", passphrase: "opens sesame" });
      const data = Buffer.from("signed");
      for (const [pair, passphrases] of [
        [plain, []],
        [locked, ["wrong", "opens sesame"]],
      ] as const) {
        const key = open(String(pair.privateKey), ...passphrases);
        expect(key.verify(data, key.sign(data))).to.equal(true);
        if (name !== "ed25519") expect(key.getPublicPEM().trim()).to.equal(String(pair.publicKey).trim());
      }
      expect(hostErrorFrom(() => open(String(locked.privateKey), "wrong")).message).to.contain(
        "does not open",
      );
    });
  }

  const half = KEYS.user.private.slice(0, 180);
  const refusals: [title: string, text: string, passphrases: string[], message: string][] = [
    ["no passphrase", encrypted.private, [], "privateKey is encrypted, and no passphrase is given"],
    [
      "a wrong passphrase",
      encrypted.private,
      ["wrong"],
      "privateKey does not open with the given passphrase",
    ],
    ["a public key", KEYS.user.public, [], "privateKey is a public key"],
    ["half a key", half, [], "privateKey is not a private key in a known form"],
    ["an empty text", "", [], "privateKey is not a private key in a known form"],
    [
      "a broken PKCS#8 key",
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      [],
      "privateKey is not a private key in a known form",
    ],
    [
      "an OpenSSH file without keys",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
      [],
      "privateKey is not a private key in a known form",
    ],
  ];
  for (const [title, text, passphrases, message] of refusals) {
    it(`refuses ${title} and repeats none of it`, () => {
      const error = hostErrorFrom(() => open(text, ...passphrases));
      expect(error.code).to.equal("key-unreadable");
      expect(error.message).to.contain(`vm1: ${message} [key-unreadable]\n  remedy: `);
      const pieces = text.split("\n").filter((line) => line.length > 3 && !line.startsWith("-----"));
      for (const piece of [...pieces, ...passphrases]) expect(error.message).not.to.contain(piece);
    });
  }

  it("names a key file that is missing or not readable", () => {
    expect(hostErrorFrom(() => readKeyFile("vm1", "/nonexistent/id")).message).to.contain(
      "vm1: key file /nonexistent/id does not exist [key-unreadable]",
    );
    expect(hostErrorFrom(() => readKeyFile("vm1", "/")).message).to.contain(
      "key file / cannot be read (EISDIR)",
    );
  });
});
