import { stringify } from "yaml";
import type { EmbeddedHost } from "../embedded/embedded-host";

/** What the steps of the demo change. */
export interface FleetChanges {
  /** Log level of the coder's gateway. @default none */
  readonly logLevel?: string;
  /** Program of the coder's gateway. @default /usr/local/bin/hermes */
  readonly executable?: string;
}

/** `fleet.yaml` of the demo: two gateways of one host that both want one port. */
export function demoFleet(host: EmbeddedHost, changes: FleetChanges = {}): string {
  const home = (profile: string): string => host.path(`/home/hermes/.hermes/profiles/${profile}`);
  return stringify({
    hosts: { vm1: { connection: host.connection } },
    defaults: {
      executable: host.path("/usr/local/bin/hermes"),
      restartSec: 1,
      health: { healthyForSeconds: 2, deadlineSeconds: 10 },
    },
    profiles: {
      coder: {
        priority: 10,
        conflictsWith: ["writer"],
        ports: [8642],
        home: home("coder"),
        ...(changes.executable ? { executable: host.path(changes.executable) } : {}),
        ...(changes.logLevel ? { environment: { HERMES_LOG_LEVEL: changes.logLevel } } : {}),
        env: { API_SERVER_PORT: "8642", API_SERVER_KEY: { config: "apiServerKey" } },
      },
      writer: {
        ports: [8642],
        home: home("writer"),
        env: { API_SERVER_PORT: "8642", API_SERVER_KEY: { config: "apiServerKey" } },
      },
    },
  });
}

/** A release of Hermes that does not come up: what the failing step rolls out. */
export const BROKEN_PROGRAM = `#!/bin/sh
# embedded: {"exitCode":78,"afterMs":300,"prints":["ERROR no platform could connect, giving up"]}
`;
