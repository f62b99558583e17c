import { expect } from "chai";
import { redactFor, rememberSecrets } from "../../provider/host/session/host-secrets.js";
import { redacted, sessionOf } from "../../provider/resources/gateway-profile/apply.js";
import type { GatewayInputs } from "../../provider/resources/gateway-profile/properties.js";

const gateway = (hostKey: string, token: string) =>
  ({
    hostKey,
    connectDeadlineSeconds: 0,
    connection: { host: "192.0.2.1", password: `${token}-password` },
    env: { TELEGRAM_BOT_TOKEN: token },
  }) as unknown as GatewayInputs;

describe("what a host says in one gateway's operation", () => {
  it("has no secret of another gateway of that host, which went in the same transaction", () => {
    const one = gateway("vm-one", "canary-8d1f0c5e7b");
    sessionOf(gateway("vm-one", "canary-31c64a90de"));
    const error = redacted(new Error("journal: canary-8d1f0c5e7b, canary-31c64a90de-password"), one);
    expect(error.message).to.equal("journal: [secret], [secret]");
    expect(error.stack).to.equal(error.message);
  });

  it("is left as it is where it holds a secret of another host alone", () => {
    rememberSecrets("vm-two", ["canary-a7720be4f9"]);
    expect(redactFor("vm-three", "canary-a7720be4f9")).to.equal("canary-a7720be4f9");
    expect(redactFor("vm-two", "canary-a7720be4f9")).to.equal("[secret]");
    rememberSecrets("vm-two", ["canary-5f29c3b8d0"]);
    expect(redactFor("vm-two", "canary-5f29c3b8d0")).to.equal("[secret]");
  });
});
