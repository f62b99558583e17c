import * as pulumi from "@pulumi/pulumi";
import { GatewayFleet, HermesHost } from "pulumi-hermes-gateway";

const config = new pulumi.Config();
const connection = {
  host: "192.0.2.10",
  hostKey: config.require("hostKey"), // ssh-ed25519 AAAA…
  privateKey: config.requireSecret("sshKey"),
};

// another version here is a change to review; the old one here again is the way back
const vm1 = new HermesHost("vm1", { version: "0.19.0", extras: ["sms", "mcp"], connection });

new GatewayFleet("hermes", {
  hosts: { vm1: { connection, dependsOn: vm1 } },
  defaults: { executable: vm1.executable },
  profiles: { coder: { priority: 10 } },
});
