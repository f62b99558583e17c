import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { GatewayFleet } from "../../provider/components/gateway-fleet";
import { HermesHost } from "../../provider/components/hermes-host";
import type { HermesHostArgs } from "../../provider/components/hermes-host-args";
import { remoteCommand } from "../../provider/components/remote-command";
import { installationSchema } from "../../provider/core/installation/installation-schema";
import { installationParts } from "../../provider/host/installation/installation-script";
import { repoRoot } from "../e2e/repo-root";
import { type Registered, underMocks } from "./mocks";

const COMMAND = "command:remote:Command";
const INSTALLATION = "pulumi-nodejs:dynamic/hermes:HermesInstallation";
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFn2l0hXX0XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX";
const connection = { host: "192.0.2.1", hostKey, password: "s3cret-password" };
/** What the plugin's package adds by itself. */
const PLUGIN_DEFAULTS = { dialErrorLimit: 10, perDialTimeout: 15, port: 22, user: "root" };

async function registered(args: HermesHostArgs, name = "vm1"): Promise<Registered> {
  const all = await underMocks(() => new HermesHost(name, args));
  const found = all.find(({ type }) => type === COMMAND || type === INSTALLATION);
  if (!found) throw new Error("nothing was registered");
  return found;
}

function refusal(args: object, name = "vm1"): string {
  try {
    new HermesHost(name, args as HermesHostArgs);
  } catch (error) {
    if (error instanceof pulumi.RunError) return error.message;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("HermesHost", () => {
  before(() => underMocks(() => undefined));

  it("has version and paths as plain values, before anything runs", async () => {
    let host: HermesHost | undefined;
    await underMocks(() => {
      host = new HermesHost("vm1", { version: "0.19.0", connection });
    });
    const directory = "/opt/hermes-agent/versions/0.19.0";
    expect([host?.version, host?.directory, host?.executable, host?.python]).to.deep.equal([
      "0.19.0",
      directory,
      `${directory}/bin/hermes`,
      `${directory}/bin/python`,
    ]);
  });

  it("gives a fleet what its units start and what its gateways wait for", async () => {
    const all = await underMocks(() => {
      const vm1 = new HermesHost("vm1", { version: "0.19.0", connection });
      new GatewayFleet("hermes", {
        hosts: { vm1: { connection, dependsOn: vm1 } },
        defaults: { executable: vm1.executable },
        profiles: { coder: {} },
      });
    });
    const gateway = all.find(({ name }) => name === "hermes/vm1/coder");
    expect(gateway?.inputs.spec.executable).to.equal("/opt/hermes-agent/versions/0.19.0/bin/hermes");
  });

  it("registers one remote command, whose script comes by standard input and whose connection is secret", async () => {
    const { type, name, inputs, secretKeys } = await registered({ version: "0.19.0", connection });
    expect([type, name]).to.deep.equal([COMMAND, "vm1/opt/hermes-agent"]);
    expect(secretKeys).to.deep.equal(["connection"]);
    const { stdin, create, update, ...rest } = inputs;
    expect(rest).to.deep.equal({
      connection: { ...connection, ...PLUGIN_DEFAULTS },
      delete: create.replace(/ensure$/, "remove"),
      addPreviousOutputInEnv: false,
    });
    expect(update).to.equal(create);
    expect(stdin)
      .to.match(/\nversion 0\.19\.0\n/)
      .and.match(/\nowner organization\/sample\/dev::vm1\/opt\/hermes-agent \(command\)\n/);
    expect(JSON.stringify([stdin, create])).to.not.include("s3cret-password");
  });

  it("has the same command whatever is installed: only the script tells versions apart, by lines of its end", async () => {
    const [one, two] = [
      await registered({ version: "0.18.0", connection }),
      await registered({ version: "0.19.0", connection }),
    ];
    expect([one.inputs.create, one.inputs.delete]).to.deep.equal([two.inputs.create, two.inputs.delete]);
    const lines = (text: string) => text.split("\n");
    const changed = lines(two.inputs.stdin).filter((line, n) => lines(one.inputs.stdin)[n] !== line);
    expect(changed).to.deep.equal(["name 0.19.0", "requirement hermes-agent[sms]==0.19.0", "version 0.19.0"]);
  });

  it("has a command that gives the script to a shell of root, and to the script the verb and all that is behind it", async () => {
    const { inputs } = await registered({ version: "0.19.0", connection });
    const script = 'cat; printf \'%s|\' "$1" "it\'s"\nexit 7\n';
    const asRoot = inputs.create.replace("$(id -u)", "0");
    const input = `${script.length}\n${script}$(id)\n`;
    const { stdout, status } = spawnSync("/bin/sh", ["-c", asRoot], { input, encoding: "utf8" });
    expect([stdout, status]).to.deep.equal(["$(id)\nensure|it's|", 7]);
  });

  it("is another command for another root: made first, and the old one taken away by its own script", async () => {
    const { name } = await registered({ version: "0.19.0", connection, root: "/srv/hermes" });
    expect(name).to.equal("vm1/srv/hermes");
    expect((await registered({ version: "0.19.0", connection, from: "verify" })).name).to.equal(
      "vm1/verified",
    );
  });

  it("runs the same steps by a resource of ours, without the plugin", async () => {
    const { inputs, secretKeys, ...rest } = await registered({
      version: "0.19.0",
      connection,
      via: "provider",
    });
    expect(rest).to.deep.equal({ type: INSTALLATION, name: "vm1/opt/hermes-agent" });
    expect(secretKeys).to.deep.equal(["connection"]);
    expect(inputs).to.deep.equal({
      __provider: 'exports.handler=()=>require("pulumi-hermes-gateway/provider").hermesInstallation;',
      schemaVersion: 1,
      owner: "organization/sample/dev::vm1/opt/hermes-agent",
      hostKey: "vm1",
      installation: { version: "0.19.0" },
      connection,
      connectDeadlineSeconds: 120,
      onUnreachable: "fail",
    });
    const { hermesInstallation } = require("pulumi-hermes-gateway/provider") as {
      hermesInstallation: object;
    };
    expect(Object.keys(hermesInstallation).sort().join()).to.equal("check,create,delete,diff,read,update");
  });

  it("takes Outputs for the connection and any field of it", async () => {
    const later = { ...connection, host: pulumi.output("192.0.2.9"), hostKey: pulumi.output(hostKey) };
    for (const written of [later, pulumi.output(later)] as HermesHostArgs["connection"][]) {
      const { inputs } = await registered({ version: "0.19.0", connection: written });
      expect(inputs.connection).to.deep.equal({ ...connection, ...PLUGIN_DEFAULTS, host: "192.0.2.9" });
    }
  });

  it("requires the host's key for the command plugin, and its proxy's", () => {
    const message = refusal({
      version: "0.19.0",
      connection: { host: "192.0.2.1", proxy: { host: "192.0.2.2" } },
    });
    expect(message).to.include(
      "HermesHost vm1: 2 problems\n  connection.hostKey: is missing, and without it the command plugin takes any machine for this one\n",
    );
    expect(message).to.include("  connection.proxy.hostKey: is missing");
    expect(message).to.include("ssh-keyscan -t ed25519").and.include("via: provider");
    for (const key of [`${hostKey}\n${hostKey}\n`, "vm1 ssh-ed25519 AAAA", "AAAA"]) {
      const refused = refusal({ version: "0.19.0", connection: { ...connection, hostKey: key } });
      expect(refused).to.include("connection.hostKey: is not exactly one public key");
    }
  });

  it("requires it of a connection that is known later too, before the command runs", async () => {
    const { commandConnection } = require("../../provider/components/command-connection");
    const refused = await new Promise((resolve) => {
      const refuse = (problems: readonly { path: string }[]) => {
        resolve(problems.map(({ path }) => path));
        return new Error("refused");
      };
      commandConnection(pulumi.output({ host: "192.0.2.1" }), refuse)
        .promise()
        .catch(() => undefined);
    });
    expect(refused).to.deep.equal(["connection.hostKey"]);
  });

  it("refuses what the plugin does not have, and what has no effect with it", () => {
    const message = refusal({
      version: "0.19.0",
      connection: { ...connection, privateKeyFile: "~/.ssh/id", local: true },
      onUnreachable: "skip",
    });
    expect(message).to.include("onUnreachable: has no effect with via: command");
    expect(message).to.include("connection.privateKeyFile: is no option of the command plugin");
    expect(message).to.include("connection.local: is no option of the command plugin");
    // none of it is wrong without the plugin
    const own = { host: "192.0.2.1", privateKeyFile: "~/.ssh/id" };
    expect(refusal({ version: "x", connection: own, via: "provider", onUnreachable: "skip" })).to.include(
      "1 problem\n",
    );
  });

  it("says everything that is wrong at once, and no secret", () => {
    const message = refusal(
      {
        version: "latest",
        rot: 1,
        via: "ssh",
        connection: { hostKey, port: 0, password: "s3cret-password" },
      },
      "VM 1",
    );
    for (const path of ["name", "version", "rot", "via", "connection.port"])
      expect(message).to.include(`  ${path}: `);
    expect(message).to.include("5 problems").and.not.include("s3cret-password");
  });

  it("says what to install when the plugin's package is missing", () => {
    const name = "@pulumi/not-there";
    const missing = () => require(name);
    expect(() => remoteCommand(missing)).to.throw(
      pulumi.RunError,
      '@pulumi/command is not installed, and HermesHost runs its steps with it\n  remedy: npm install @pulumi/command@1.2.1, or write via: "provider" to do without it',
    );
    const broken = () => {
      throw new Error("something else");
    };
    expect(() => remoteCommand(broken)).to.throw("something else");
  });

  it("loads nothing of the plugin for those who do not use it", () => {
    const program = `require("pulumi-hermes-gateway"); require("pulumi-hermes-gateway/provider");
      console.log(Object.keys(require.cache).filter((file) => file.includes("@pulumi/command")).length)`;
    const { stdout } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
    expect(stdout).to.equal("0\n");
  });

  describe("in docs/hermes-host.md", () => {
    const page = readFileSync(join(repoRoot(), "docs", "hermes-host.md"), "utf8");

    it("the example is this program, and registers what it says", async () => {
      const program = readFileSync(join(repoRoot(), "test", "components", "hermes-host-example.ts"), "utf8");
      expect(page).to.include(`\`\`\`ts\n${program}\`\`\`\n`);
      pulumi.runtime.setAllConfig({ "sample:hostKey": hostKey, "sample:sshKey": "a key" }, ["sample:sshKey"]);
      const all = await underMocks(() => require("./hermes-host-example"));
      const names = all.map(({ type, name }) => `${type} ${name}`);
      expect(names).to.include(`${COMMAND} vm1/opt/hermes-agent`);
      const gateway = all.find(({ name }) => name === "hermes/vm1/coder");
      expect(gateway?.inputs.spec.executable).to.match(
        /^\/opt\/hermes-agent\/versions\/0\.19\.0-[0-9a-f]{8}\/bin\/hermes$/,
      );
    });

    it("every option and every code stands", () => {
      const script = installationParts();
      const codes = [...script.matchAll(/\bfail ([a-z-]+)/g)].map(([, code = ""]) => code);
      expect(codes).to.include("package-not-found");
      for (const word of [...Object.keys(installationSchema.shape), ...codes])
        if (word !== "tool-missing") expect(page, word).to.include(`\`${word}\``);
    });
  });
});
