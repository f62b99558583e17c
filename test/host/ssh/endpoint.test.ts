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

  for (const [host, port, message] of [
    ["", 22, "host is empty"],
    [" ", 22, "host is empty"],
    ["vm1", 0, "port is 0"],
    ["vm1", 65_536, "port is 65536"],
    ["vm1", 2.5, "port is 2.5"],
  ] as const) {
    it(`refuses host "${host}" port ${port}`, () => {
      expect(hostErrorFrom(() => hopOf("vm1", { host, port })).message).to.contain(
        `vm1: ${message} [connection-invalid]\n  remedy: set `,
      );
    });
  }
});
