import { createHmac } from "node:crypto";
import { expect } from "chai";
import { findKnownHosts, parseKnownHosts } from "../../../../provider/host/ssh/keys/known-hosts.js";
import { KEYS } from "../support/keys.js";

const KEY = KEYS.hostEd25519.public;

function hashed(name: string): string {
  const salt = Buffer.from("0123456789abcdefghij");
  return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
}

describe("known_hosts", () => {
  const matching: [names: string, host: string, port: number, matches: boolean][] = [
    ["vm1.example.net", "vm1.example.net", 22, true],
    ["vm1.example.net", "VM1.Example.NET", 22, true],
    ["VM1.example.net", "vm1.example.net", 22, true],
    ["vm1.example.net", "vm2.example.net", 22, false],
    ["vm1", "vm1", 2222, false],
    ["[vm1]:2222", "vm1", 2222, true],
    ["[vm1]:2222", "vm1", 22, false],
    ["vm1,192.0.2.10,vm2", "192.0.2.10", 22, true],
    ["*.example.net", "vm1.example.net", 22, true],
    ["*.example.net", "vm1xexample.net", 22, false],
    ["vm?.example.net", "vm12.example.net", 22, false],
    ["*.example.net,!vm1.example.net", "vm1.example.net", 22, false],
    ["*.example.net,!vm1.example.net", "vm2.example.net", 22, true],
    ["!vm1", "vm2", 22, false],
    ["*", "anything", 2222, true],
    ["2001:db8::1", "2001:DB8::1", 22, true],
    ["[2001:db8::1]:2222", "2001:db8::1", 2222, true],
    [hashed("vm1"), "vm1", 22, true],
    [hashed("vm1"), "VM1", 22, true],
    [hashed("vm1"), "vm2", 22, false],
    [hashed("[vm1]:2222"), "vm1", 2222, true],
    ["|2|c2FsdA==|aGFzaA==", "vm1", 22, false],
    ["|1|", "vm1", 22, false],
  ];
  for (const [names, host, port, matches] of matching) {
    it(`${names} ${matches ? "names" : "does not name"} ${host} port ${port}`, () => {
      const entries = parseKnownHosts(`${names} ${KEY}`);
      expect(entries).to.have.length(1);
      expect(findKnownHosts(entries, host, port)).to.deep.equal(matches ? entries : []);
    });
  }

  it("keeps line numbers, markers and several keys of one host", () => {
    const text = [
      "# a comment",
      "",
      `vm1 ${KEY} me@laptop`,
      "vm1 ssh-ed25519 not-base64!",
      "vm1 ssh-rsa AAAAC3NzaC1lZDI1NTE5",
      "half a-line",
      `@revoked vm1 ${KEYS.otherHost.public}\r`,
      `\t@cert-authority *.example.net ${KEY}`,
      `@unheard-of vm1 ${KEY}`,
      `vm1\t${KEYS.hostRsa.public}`,
    ].join("\n");
    expect(
      parseKnownHosts(text).map(({ line, names, marker, type }) => ({ line, names, marker, type })),
    ).to.deep.equal([
      { line: 3, names: "vm1", marker: undefined, type: "ssh-ed25519" },
      { line: 7, names: "vm1", marker: "revoked", type: "ssh-ed25519" },
      { line: 8, names: "*.example.net", marker: "cert-authority", type: "ssh-ed25519" },
      { line: 10, names: "vm1", marker: undefined, type: "ssh-rsa" },
    ]);
  });
});
