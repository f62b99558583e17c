import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../core/config-file/config";
import { type Finding, stops } from "../core/finding";
import type { FleetPlan, GatewayPlan, HostPlan, ServedPlan } from "../core/plan/fleet-plan";
import { planFleet } from "../core/plan/plan-fleet";
import { withPins } from "../core/plan/topology/pins";
import type { AssignedPorts } from "../core/ports/allocate-ports";
import type { Fleet, FleetHost, FleetProfile } from "../core/schema/fleet";
import { GatewayProfile, ownStack, type Skills } from "../resources/gateway-profile/gateway-profile.js";
import type { PortLedger } from "../resources/port-ledger/port-ledger.js";
import { type CheckedFleet, checkedFleet } from "./checked-fleet.js";
import type { GatewayFleetArgs, GatewayHostArgs } from "./fleet-args.js";
import { findingTexts, fleetError, problemText } from "./fleet-error.js";
import { type HostSummary, summarize } from "./host-summary.js";
import type { Later } from "./later.js";
import { laterFindings } from "./later-credentials.js";
import { allPorts, portsOf, registerLedger } from "./port-ledgers.js";
import { resolveConnection } from "./resolve-connection.js";
import { resolveEnv, withKnownEnv } from "./resolve-env.js";

/** Credentials are compared within this process only; their digests go nowhere. */
const DIGEST_KEY = randomBytes(32).toString("hex");

/**
 * A fleet of gateways, planned as a whole before any host is touched: who excludes whom, who runs after a boot, one
 * `GatewayProfile` for each profile and host.
 *
 * @throws RunError with every problem at once, each under its path, before anything is registered
 */
export class GatewayFleet extends pulumi.ComponentResource {
  /** What a boot of each host leads to, by host key. */
  readonly hosts: pulumi.Output<Readonly<Record<string, HostSummary>>>;
  /** The gateways, by `<host key>/<profile key>`. */
  readonly gateways: Readonly<Record<string, GatewayProfile>>;
  /** The ports of listeners with `ports: allocate`, by host key, profile key and Hermes' name of the platform. */
  readonly ports: pulumi.Output<Readonly<Record<string, AssignedPorts>>>;

  constructor(name: string, args: GatewayFleetArgs, options?: pulumi.ComponentResourceOptions) {
    super("hermes:index:GatewayFleet", name, {}, options);
    const { fleet, plan, skills } = planned(name, args);
    this.#tell(plan.findings);
    const compared = laterFindings(withKnownEnv(fleet), plan, DIGEST_KEY)?.then((findings) => {
      const errors = findings.filter(stops);
      if (errors.length > 0) throw fleetError(name, findingTexts(errors));
      this.#tell(findings);
    });
    const gateways: Record<string, GatewayProfile> = {};
    const ledgers: Record<string, PortLedger> = {};
    for (const host of plan.hosts) {
      const ledger = registerLedger(name, host, { parent: this });
      if (ledger) ledgers[host.hostKey] = ledger;
      const more = { ledger, compared, skills };
      Object.assign(gateways, this.#register(name, fleet, host, args.hosts[host.hostKey], more));
    }
    this.gateways = gateways;
    this.ports = allPorts(ledgers);
    this.hosts = pulumi.output(
      Object.fromEntries(plan.hosts.map((host) => [host.hostKey, summarize(host, plan.findings)])),
    );
    this.registerOutputs({ hosts: this.hosts });
  }

  #tell(findings: readonly Finding[]): void {
    for (const text of findingTexts(findings.filter((one) => !isAccepted(one)))) pulumi.log.warn(text, this);
    for (const text of findingTexts(findings.filter(isAccepted))) pulumi.log.info(text, this);
  }

  /** @param more.compared what every gateway waits for, so that nothing begins before all credentials were compared */
  #register(
    name: string,
    fleet: Fleet<Later>,
    host: HostPlan,
    written: GatewayHostArgs | undefined,
    more: Pick<CheckedFleet, "skills"> & {
      ledger: PortLedger | undefined;
      compared: Promise<void> | undefined;
    },
  ): Record<string, GatewayProfile> {
    const { ledger, compared, skills } = more;
    const settings = fleet.hosts.find(({ key }) => key === host.hostKey) as FleetHost<Later>;
    const connection = resolveConnection(settings.connection);
    const registered = inOrder(host).map((gateway) => {
      const profile = fleet.profiles.find(({ key }) => key === gateway.profileKey);
      const { values } = resolveEnv(gateway.profileKey, profile?.env as never);
      const { adopt, takeBack, linger, health, restartBy, renamedFrom, delete: deletes } = gateway.handling;
      const { connectDeadlineSeconds, onUnreachable, keepGenerations } = settings;
      const id = `${host.hostKey}/${gateway.profileKey}`;
      const resource = new GatewayProfile(
        `${name}/${id}`,
        {
          spec: gateway.spec,
          connection,
          env: compared ? compared.then(() => values) : values,
          ...declaredFiles(profile, gateway, skills[gateway.profileKey]),
          ...portsOf(gateway, ledger),
          adopt,
          takeBack,
          linger,
          health,
          ...(renamedFrom ? { renamedFrom } : {}),
          ...earlierOf(name, gateway, fleet),
          ...(restartBy ? { restartBy } : {}),
          ...(deletes ? { delete: deletes } : {}),
          connectDeadlineSeconds,
          onUnreachable,
          keepGenerations,
        },
        this.#childOptions(name, gateway, written),
      );
      return [id, resource] as const;
    });
    return Object.fromEntries(registered);
  }

  #childOptions(name: string, gateway: GatewayPlan | ServedPlan, written: GatewayHostArgs | undefined) {
    const options: pulumi.CustomResourceOptions = { parent: this };
    if (written?.dependsOn) options.dependsOn = [written.dependsOn].flat() as pulumi.Resource[];
    if (written?.deletedWith) options.deletedWith = written.deletedWith;
    const before = earlierName(name, gateway);
    if (before !== undefined) options.aliases = [{ name: before }];
    return options;
  }
}

/** The name of a gateway's resource before it moved or was renamed. */
function earlierName(
  name: string,
  { handling, spec, profileKey }: GatewayPlan | ServedPlan,
): string | undefined {
  const { movedFrom, renamedFrom } = handling;
  if (!movedFrom && !renamedFrom) return undefined;
  return [name, movedFrom ?? spec.hostKey, renamedFrom ?? profileKey].join("/");
}

/** Where a create looks for what a cut update has left. */
function earlierOf(name: string, gateway: GatewayPlan | ServedPlan, fleet: Fleet<Later>) {
  const before = earlierName(name, gateway);
  if (before === undefined) return {};
  const { movedFrom } = gateway.handling;
  const left = fleet.hosts.find(({ key }) => key === movedFrom);
  return {
    earlier: {
      name: before,
      ...(movedFrom ? { movedFrom } : {}),
      ...(left ? { connection: resolveConnection(left.connection) } : {}),
    },
  };
}

/**
 * The default profile first: where operations go one by one, it ceases to serve the others before units of theirs are
 * started.
 */
function inOrder({ gateways, served = [] }: HostPlan): readonly (GatewayPlan | ServedPlan)[] {
  const isDefault = ({ profileKey }: GatewayPlan) => profileKey === "default";
  return [...gateways.filter(isDefault), ...gateways.filter((one) => !isDefault(one)), ...served];
}

/** What is declared for files of a profile's home; nothing that is not, as in states from before it could be. */
function declaredFiles(
  profile: FleetProfile<Later> | undefined,
  gateway: GatewayPlan | ServedPlan,
  skills: Skills | undefined,
) {
  const { soul } = profile ?? {};
  const config = withPins((profile?.config ?? {}) as Config, "pins" in gateway ? gateway.pins : undefined);
  return {
    ...(Object.keys(config).length === 0 ? {} : { config }),
    ...(soul === undefined ? {} : { soul }),
    ...(skills === undefined ? {} : { skills }),
  };
}

const NO_FACTS =
  "survey: is on, but the fleet was given no facts\n    remedy: write new GatewayFleet(name, { ...args, facts: await surveyHosts(args) }), or leave survey out";

/** Checks and plans. */
function planned(name: string, args: GatewayFleetArgs): CheckedFleet & { plan: FleetPlan } {
  const { fleet, skills } = checkedFleet(name, args);
  const problems = fleet.profiles.flatMap(({ key, env }) => resolveEnv(key, env as never).problems);
  if (problems.length > 0)
    throw fleetError(
      name,
      problems.map((problem) => problemText(problem)),
    );
  const { facts } = args;
  if (fleet.survey !== "off" && facts === undefined) throw fleetError(name, [NO_FACTS]);
  const plan = planFleet(withKnownEnv(fleet), {
    digestKey: DIGEST_KEY,
    stack: ownStack(),
    ...(facts === undefined ? {} : { facts }),
  });
  const errors = plan.findings.filter(stops);
  if (errors.length > 0) throw fleetError(name, findingTexts(errors));
  return { fleet, plan, skills };
}

function isAccepted({ accepted }: Finding): boolean {
  return accepted !== undefined;
}
