import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Connection, SshEndpoint } from "../host/connection.js";

const PATHS = ["privateKeyFile", "knownHostsFile"] as const;

/**
 * A connection as it is stored: relative paths become absolute by the project's root directory, because the provider
 * process runs elsewhere; `~/` and everything of the environment is left for that process.
 */
export function resolveConnection(written: pulumi.Input<unknown>): pulumi.Output<Connection> {
  return pulumi.output(written as pulumi.Input<Connection>).apply((connection) => {
    const { proxy, ...own } = connection;
    return { ...withPaths(own), ...(proxy ? { proxy: withPaths(proxy) } : {}) };
  });
}

function withPaths<T extends SshEndpoint>(endpoint: T): T {
  const absolute = PATHS.flatMap((key) => {
    const path = endpoint[key];
    return typeof path === "string" && !path.startsWith("~/")
      ? [[key, resolve(pulumi.getRootDirectory(), path)]]
      : [];
  });
  const present = Object.entries(endpoint).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), ...Object.fromEntries(absolute) } as T;
}
