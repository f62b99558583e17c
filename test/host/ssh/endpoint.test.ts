import { expect } from "chai";
import { hopOf, sshCommand } from "../../../provider/host/ssh/endpoint.js";
import { hostErrorFrom } from "./support/expect-error.js";

describe("endpoint", () => {
  it("has port 22 and user root by default", () => {
    const hop = hopOf("vm1", { host: "192.0.2.10" });
    expect([hop.label, sshCommand(hop)]).to.deep.equal([
      "vm1 (root@192.0.2.10:22)",
      "ssh root@192.0.2.10 true",
    ]);
  });

  it("puts an IPv6 address into brackets", () => {
    const hop = hopOf("vm1", { host: "2001:db8::1", port: 2222, user: "me" });
    expect([hop.label, sshCommand(hop)]).to.deep.equal([
      "vm1 (me@[2001:db8::1]:2222)",
      "ssh -p 2222 me@2001:db8::1 true",
    ]);
  });

  it("names the jump host in the command to try, with quotes where a shell needs them", () => {
    const jump = hopOf("jump host of vm1", { host: "2001:db8::2", port: 2200, user: "ops" });
    expect(sshCommand(hopOf("vm1", { host: "vm1", port: 2222, user: "o'brien" }, jump))).to.equal(
      "ssh -J ops@[2001:db8::2]:2200 -p 2222 'o'\\''brien@vm1' true",
    );
  });

  it("takes names and addresses as ssh does", () => {
    const hosts = [
      "vm1",
      "vm1.example.net.",
      "192.0.2.10",
      "::1",
      "fe80::1%eth0",
      "::ffff:192.0.2.1",
      "büro_1",
      "127.1",
    ];
    expect(hosts.map((host) => hopOf("vm1", { host }).host)).to.deep.equal(hosts);
  });

  for (const [host, port, message] of [
    ["", 22, "connection.host is empty"],
    [" ", 22, "connection.host is empty"],
    ["user@vm1", 22, 'connection.host has an "@"'],
    ["vm1:22", 22, "connection.host ends in a port"],
    ["[fe80::1]", 22, "connection.host has brackets"],
    ["[fe80::1]:22", 22, "connection.host has brackets"],
    ["ssh://vm1", 22, "connection.host is a URL"],
    ["-oProxyCommand=x", 22, "connection.host is neither a name nor an address of a machine"],
    ["vm1", 0, "port is 0"],
    ["vm1", 65_536, "port is 65536"],
    ["vm1", 2.5, "port is 2.5"],
  ] as const) {
    it(`refuses host "${host}" port ${port}`, () => {
      expect(hostErrorFrom(() => hopOf("vm1", { host, port })).message).to.contain(
        `vm1: ${message} [connection-invalid]\n  remedy: `,
      );
    });
  }
});
