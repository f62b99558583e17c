import * as pulumi from "@pulumi/pulumi";
import type { HostFacts, SeenHost, UnseenHost } from "../core/facts/host-facts";
import { sortedUnique } from "../core/order";
import type { Fleet, FleetHost } from "../core/schema/fleet";
import type { Connection } from "../host/connection.js";
import { HostError } from "../host/host-error.js";
import { redactor } from "../host/redact.js";
import { secretsOf } from "../host/session/host-sessions.js";
import { surveyHost } from "../host/survey/survey-host.js";
import { checkedFleet } from "./checked-fleet.js";
import type { GatewayFleetArgs } from "./fleet-args.js";
import { isLater, type Later, settled } from "./later.js";
import { resolveConnection } from "./resolve-connection.js";

/** Hosts that are asked at the same time; each has its own deadline from when its turn comes. */
const AT_ONCE = 64;

/**
 * Asks every host of a fleet, in parallel and by one connection and one command each, what is there: systemd version,
 * machine-id, gateway units, ours and foreign. Changes nothing. For `facts` of a `GatewayFleet` with `survey` on; with
 * `survey: "off"` nobody is asked and nothing is known.
 *
 * Waits for connections that are Outputs. A host is passed over (`known-later`) whose connection stays unknown in a
 * preview, or whose machine was only just made by this update and does not answer yet. No answer is no error here: the
 * fleet judges it by `survey`.
 *
 * @param args the arguments of the fleet
 * @throws RunError with every problem of the arguments
 */
export async function surveyHosts(args: GatewayFleetArgs): Promise<HostFacts> {
  const { fleet } = checkedFleet("survey", args);
  if (fleet.survey === "off") return {};
  const waiting = [...fleet.hosts];
  const facts = new Map<string, SeenHost | UnseenHost>();
  const work = async () => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift())
      facts.set(host.key, await factsOf(host, fleet));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return Object.fromEntries(fleet.hosts.map(({ key }) => [key, facts.get(key) ?? { notSeen: "not-asked" }]));
}

async function factsOf(host: FleetHost<Later>, fleet: Fleet<Later>): Promise<SeenHost | UnseenHost> {
  const connection = await knownConnection(host, fleet.surveyDeadlineSeconds);
  if (connection === undefined) return { notSeen: "known-later" };
  const users = fleet.profiles.filter(({ hosts }) => hosts.includes(host.key)).map(({ unit }) => unit.user);
  try {
    return await surveyHost(connection, {
      hostKeyName: host.key,
      deadlineMs: fleet.surveyDeadlineSeconds * 1000,
      connectMs: host.connectDeadlineSeconds * 1000,
      accounts: sortedUnique(users),
    });
  } catch (error) {
    // whatever one host answers is about that host; the others are asked all the same
    if (!(error instanceof HostError)) {
      pulumi.log.info(`${host.key}: its answer to the survey could not be read`);
      return { notSeen: "host-script-failed" };
    }
    // a finding says it in words that are the same in every run; how often was dialled stands here alone
    pulumi.log.info(redactor(secretsOf(connection))(error.message));
    return { notSeen: isBeingMade(host, error) ? "known-later" : error.code };
  }
}

/** Waits for a connection, but not longer than the survey may take: a machine may be in the making. */
async function knownConnection(
  { connection }: FleetHost<Later>,
  deadlineSeconds: number,
): Promise<Connection | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), deadlineSeconds * 1000);
  });
  const found = await Promise.race([settled(resolveConnection(connection)), late]);
  clearTimeout(timer);
  return found?.known ? (found.value as Connection) : undefined;
}

/** A machine of the same program is judged by the preview, before anything is made; in the update it may be booting. */
function isBeingMade({ connection }: FleetHost<Later>, { code }: HostError): boolean {
  return code === "host-unreachable" && !pulumi.runtime.isDryRun() && hasLater(connection);
}

function hasLater(value: unknown): boolean {
  if (isLater(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasLater);
}
