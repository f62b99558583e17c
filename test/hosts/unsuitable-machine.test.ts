import { expect } from "chai";
import { expectFailure, expectRun } from "../e2e/support/expect-run";
import { must, remains, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

describe("a machine that cannot have gateways", () => {
  const stage = useLab(1, (made) => ({ fleet: made.fleet(1, { coder: {} }) }));
  const untouched = async () => {
    expect(await serving(stage.host(1))).to.deep.equal([]);
    expect(await must(stage.host(1), "find /etc/systemd/system -name '*hermes*'")).to.equal("");
  };

  it("is named when process 1 is not systemd", async () => {
    await must(stage.host(1), "mv /run/systemd/system /run/systemd/away");
    try {
      expectFailure(await stage.pulumi.up(), "[no-systemd]", "remedy: ");
    } finally {
      await must(stage.host(1), "mv /run/systemd/away /run/systemd/system");
    }
    await untouched();
  });

  it("is named with its version when its systemd is too old", async () => {
    // systemctl is asked where two libraries say two versions.
    const old = "/usr/local/sbin/systemctl /usr/lib/systemd/libsystemd-shared-239.so";
    await must(
      stage.host(1),
      `printf '#!/bin/sh\\necho "systemd 239 (239-1)"\\n' | tee ${old} >/dev/null && chmod 755 ${old}`,
    );
    try {
      expectFailure(await stage.pulumi.up(), "[systemd-too-old]", "239", "240");
    } finally {
      await must(stage.host(1), `rm ${old}`);
    }
    await untouched();
  });

  it("is used once it can", async () => {
    expectRun(await stage.pulumi.up(), { "hermes/vm1/coder": "create" });
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    expectRun(await stage.pulumi.destroy(), { "hermes/vm1/coder": "delete" });
    expect(await remains(stage.host(1))).to.equal("");
  });
});
