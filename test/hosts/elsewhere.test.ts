import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { makeProject } from "../e2e/project";
import { MemoryState, TestEngine } from "../engine";
import { must, remains, serving } from "./support/inspect";
import { useLab } from "./support/lab-stage";

describe("refresh and destroy with a rotated key, from another directory and another home", () => {
  const stage = useLab(1);
  const state = new MemoryState();
  const made: { remove(): void }[] = [];
  let home: string;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "hermes-fleet-home-"));
  });
  after(() => {
    for (const project of made) project.remove();
    rmSync(home, { recursive: true, force: true });
  });

  function engineIn(fleet: object, env: Record<string, string> = {}): TestEngine {
    const project = makeProject({ fleet });
    made.push(project);
    return new TestEngine({
      projectDir: project.dir,
      projectName: "fleet",
      main: "index.js",
      stack: "dev",
      state,
      env,
    });
  }

  it("work with what the environment says, although the state has the old key", async () => {
    const old = join(home, "old_key");
    const { privateKeyFile, ...connection } = stage.connection(1);
    await must(stage.host(1), "true");
    const { execFileSync } = await import("node:child_process");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", old]);
    const { readFileSync } = await import("node:fs");
    const publicKey = readFileSync(`${old}.pub`, "utf8").trim();
    await must(stage.host(1), `echo '${publicKey}' >>/root/.ssh/authorized_keys`);
    const fleet = {
      ...stage.fleet(1, { coder: {} }),
      hosts: { vm1: { connection: { ...connection, privateKeyFile: old } } },
    };
    expect((await engineIn(fleet).up()).exitCode).to.equal(0);

    // The key is rotated: the machine no longer knows it, and its file is gone.
    await must(stage.host(1), `sed -i '\\#${publicKey.split(" ")[1]}#d' /root/.ssh/authorized_keys`);
    rmSync(old);
    const nowhere = { HOME: home, SSH_AUTH_SOCK: join(home, "no-agent") };
    const failed = await engineIn({}, nowhere).refresh();
    expect(failed.exitCode).not.to.equal(0);
    expect(failed.text).to.contain("[key-unreadable]");

    const rotated = { ...nowhere, HERMES_FLEET_SSH_KEY_FILE: privateKeyFile };
    const refreshed = await engineIn({}, rotated).refresh();
    expect(refreshed.exitCode, refreshed.text).to.equal(0);
    expect(await serving(stage.host(1))).to.deep.equal(["coder"]);
    const destroyed = await engineIn({}, rotated).destroy();
    expect(destroyed.exitCode, destroyed.text).to.equal(0);
    expect([await serving(stage.host(1)), await remains(stage.host(1))]).to.deep.equal([[], ""]);
  });
});
