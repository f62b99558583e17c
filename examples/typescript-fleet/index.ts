import * as pulumi from "@pulumi/pulumi";
import { GatewayFleet, type GatewayHostArgs } from "pulumi-hermes-gateway";

// Settings of the stack:
//   pulumi config set --path 'addresses[0]' 192.0.2.10
//   pulumi config set --path 'hostKeys[0]' 'ssh-ed25519 AAAA…'
//   pulumi config set --secret sshKey < ~/.ssh/id_ed25519
//   pulumi config set --secret telegramToken        (asks for it, so that it enters no shell history)
const config = new pulumi.Config();
const addresses = config.requireObject<string[]>("addresses");
const hostKeys = config.requireObject<string[]>("hostKeys");

// One VM after the other; with a cloud provider the address would be an Output of the VM, and `dependsOn` and
// `deletedWith` the VM itself.
const hosts = Object.fromEntries(
  addresses.map((host, index): [string, GatewayHostArgs] => [
    `vm${index + 1}`,
    {
      connection: {
        host,
        port: config.getNumber("sshPort") ?? 22,
        user: "root",
        hostKey: hostKeys[index] ?? "",
        privateKey: config.requireSecret("sshKey"),
      },
    },
  ]),
);

const fleet = new GatewayFleet("hermes", {
  hosts,
  exclusion: "declared",
  defaults: {
    user: config.get("account") ?? "hermes",
    executable: config.get("executable") ?? "/usr/local/bin/hermes",
  },
  profiles: {
    // one token, so one host: nothing can keep two hosts from using it at the same time
    coder: {
      hosts: ["vm1"],
      priority: 20,
      exclusiveGroup: "telegram",
      env: { TELEGRAM_BOT_TOKEN: config.requireSecret("telegramToken") },
    },
    writer: {
      hosts: ["vm1"],
      priority: 10,
      exclusiveGroup: "telegram",
      env: { TELEGRAM_BOT_TOKEN: config.requireSecret("telegramToken") },
    },
    ops: { hosts: ["vm1"], environment: { HERMES_LOG_LEVEL: "debug" } },
  },
});

/** What a boot of each host leads to. */
export const afterBoot = fleet.hosts;
