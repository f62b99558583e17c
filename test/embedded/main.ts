import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { answerLine } from "./control";
import { type EmbeddedHost, startEmbeddedHost } from "./embedded-host";

const USAGE = `Embedded hosts in a process of their own.

  main.js --json [--name NAME]... [--user USER] [--sudo allowed|denied]

Prints one line of JSON with what a connection needs, then answers control requests, one line of JSON each.
Ends, with everything that it started, when its standard input ends or it gets SIGTERM.
`;

/** What another process has to know about a host. */
function detailsOf(host: EmbeddedHost) {
  const { name, address, port, user, hostKey, clientPrivateKey, machineId } = host;
  return {
    name,
    address,
    port,
    user,
    hostKey,
    clientPrivateKey,
    machineId,
    root: host.path("/").replace(/\/$/, ""),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      name: { type: "string", multiple: true, default: ["vm"] },
      user: { type: "string", default: "root" },
      sudo: { type: "string", default: "allowed" },
    },
  });
  if (!values.json || (values.sudo !== "allowed" && values.sudo !== "denied")) {
    process.stderr.write(USAGE);
    process.exit(2);
  }
  const { user, sudo } = values;
  const hosts = await Promise.all(values.name.map((name) => startEmbeddedHost({ name, user, sudo })));
  const end = async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  process.stdout.write(`${JSON.stringify({ hosts: hosts.map(detailsOf) })}\n`);
  // One after the other: an answer tells what is so after everything that was asked before.
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== "") process.stdout.write(`${await answerLine(hosts, line)}\n`);
  }
  await end();
}

void main();
