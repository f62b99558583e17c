import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { type Finding, stops } from "../core/finding";
import type { FleetPlan, GatewayPlan, HostPlan } from "../core/plan/fleet-plan";
import { planFleet } from "../core/plan/plan-fleet";
import type { AssignedPorts } from "../core/ports/allocate-ports";
import type { Fleet, FleetHost } from "../core/schema/fleet";
import { parseFleet } from "../core/schema/parse-fleet";
import { GatewayProfile } from "../resources/gateway-profile/gateway-profile.js";
import type { PortLedger } from "../resources/port-ledger/port-ledger.js";
import { loadConfigFiles } from "./config-files.js";
import type { GatewayFleetArgs, GatewayHostArgs } from "./fleet-args.js";
import { findingTexts, fleetError, problemText } from "./fleet-error.js";
import { type HostSummary, summarize } from "./host-summary.js";
import { allPorts, portsOf, registerLedger } from "./port-ledgers.js";
import { resolveConnection } from "./resolve-connection.js";
import { resolveEnv, withKnownEnv } from "./resolve-env.js";

type Later = pulumi.Output<unknown> | Promise<unknown>;

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
    const { fleet, plan } = planned(name, args);
    const [accepted, open] = [
      plan.findings.filter(isAccepted),
      plan.findings.filter((one) => !isAccepted(one)),
    ];
    for (const text of findingTexts(open)) pulumi.log.warn(text, this);
    for (const text of findingTexts(accepted)) pulumi.log.info(text, this);
    const gateways: Record<string, GatewayProfile> = {};
    const ledgers: Record<string, PortLedger> = {};
    for (const host of plan.hosts) {
      const ledger = registerLedger(name, host, { parent: this });
      if (ledger) ledgers[host.hostKey] = ledger;
      Object.assign(gateways, this.#register(name, fleet, host, args.hosts[host.hostKey], ledger));
    }
    this.gateways = gateways;
    this.ports = allPorts(ledgers);
    this.hosts = pulumi.output(
      Object.fromEntries(plan.hosts.map((host) => [host.hostKey, summarize(host, plan.findings)])),
    );
    this.registerOutputs({ hosts: this.hosts });
  }

  #register(
    name: string,
    fleet: Fleet<Later>,
    host: HostPlan,
    written: GatewayHostArgs | undefined,
    ledger: PortLedger | undefined,
  ): Record<string, GatewayProfile> {
    const settings = fleet.hosts.find(({ key }) => key === host.hostKey) as FleetHost<Later>;
    const connection = resolveConnection(settings.connection);
    const registered = host.gateways.map((gateway) => {
      const profile = fleet.profiles.find(({ key }) => key === gateway.profileKey);
      const { values } = resolveEnv(gateway.profileKey, profile?.env as never);
      const { adopt, takeBack, linger, health } = gateway.handling;
      const { connectDeadlineSeconds, onUnreachable } = settings;
      const id = `${host.hostKey}/${gateway.profileKey}`;
      const resource = new GatewayProfile(
        `${name}/${id}`,
        {
          spec: gateway.spec,
          connection,
          env: values,
          ...portsOf(gateway, ledger),
          adopt,
          takeBack,
          linger,
          health,
          connectDeadlineSeconds,
          onUnreachable,
        },
        this.#childOptions(name, gateway, written),
      );
      return [id, resource] as const;
    });
    return Object.fromEntries(registered);
  }

  #childOptions(name: string, gateway: GatewayPlan, written: GatewayHostArgs | undefined) {
    const options: pulumi.CustomResourceOptions = { parent: this };
    if (written?.dependsOn) options.dependsOn = [written.dependsOn].flat() as pulumi.Resource[];
    if (written?.deletedWith) options.deletedWith = written.deletedWith;
    const { movedFrom } = gateway.handling;
    if (movedFrom) options.aliases = [{ name: `${name}/${movedFrom}/${gateway.profileKey}` }];
    return options;
  }
}

/** Checks and plans; the options that are resources stay behind, they are none of the plan's business. */
function planned(name: string, args: GatewayFleetArgs): { fleet: Fleet<Later>; plan: FleetPlan } {
  const loaded = loadConfigFiles(
    { name, ...args, hosts: withoutResources(args.hosts) },
    pulumi.getRootDirectory(),
  );
  const parsed = parseFleet<Later>(loaded.written, { isLater });
  if (parsed.problems || loaded.problems.length > 0)
    throw fleetError(
      name,
      [...loaded.problems, ...(parsed.problems ?? [])].map((problem) => problemText(problem)),
    );
  const problems = parsed.fleet.profiles.flatMap(({ key, env }) => resolveEnv(key, env as never).problems);
  if (problems.length > 0)
    throw fleetError(
      name,
      problems.map((problem) => problemText(problem)),
    );
  const plan = planFleet(withKnownEnv(parsed.fleet), { digestKey: DIGEST_KEY });
  const errors = plan.findings.filter(stops);
  if (errors.length > 0) throw fleetError(name, findingTexts(errors));
  return { fleet: parsed.fleet, plan };
}

function isAccepted({ accepted }: Finding): boolean {
  return accepted !== undefined;
}

function withoutResources(hosts: GatewayFleetArgs["hosts"]): unknown {
  if (typeof hosts !== "object" || hosts === null) return hosts;
  return Object.fromEntries(
    Object.entries(hosts).map(([key, host]) => {
      if (typeof host !== "object" || host === null) return [key, host];
      const { dependsOn: _, deletedWith: __, ...rest } = host;
      return [key, rest];
    }),
  );
}

function isLater(value: unknown): value is Later {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
