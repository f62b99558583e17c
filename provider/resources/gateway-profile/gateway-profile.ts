import * as pulumi from "@pulumi/pulumi";
import type { HealthWindow } from "../../core/plan/fleet-plan";
import type { SkillFiles } from "../../core/skills/skill-files";
import type { GatewaySpec } from "../../core/spec/gateway-spec";
import type { Connection } from "../../host/connection.js";
import type { GatewayStatus } from "./properties.js";

/**
 * What the engine runs for this type. Nothing is serialized: the text names the installed code, so there is no stale
 * code in a state. It is compared byte by byte with what states hold, so it never changes.
 */
const PROVIDER = 'exports.handler=()=>require("pulumi-hermes-gateway/provider").gatewayProfile;';

/** Local files that go below the skills of a profile's home. */
export interface Skills {
  /** Where they lie on this machine, absolute; read by the update, and kept nowhere. */
  readonly directory: string;
  /** What they hold. A change shows in a preview by the names of the files. */
  readonly files: SkillFiles;
}

/** What a gateway resource is made of; `GatewayFleet` plans it from the whole set of profiles. */
export interface GatewayProfileArgs {
  /** The planned gateway: plain values, no secret. A change shows as a text diff of `unit`. */
  readonly spec: GatewaySpec;
  /** How the host is reached. A changed connection is an update that looks at the host it leads to. */
  readonly connection: pulumi.Input<{ readonly [K in keyof Connection]: pulumi.Input<Connection[K]> }>;
  /** Variables for the profile's `.env`. A change restarts the gateway. @default none */
  readonly env?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Settings for the profile's config.yaml, merged into what stands there; kept as a secret. A change restarts the
   * gateway. @default none
   */
  readonly config?: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** The profile's whole SOUL.md; kept as a secret. A change restarts the gateway. @default it is left alone */
  readonly soul?: pulumi.Input<string>;
  /** Files below the home's skills. A changed SKILL.md restarts the gateway. @default they are left alone */
  readonly skills?: Skills;
  /** Allocated ports by the variable of `.env` that takes each. A change restarts the gateway. @default none */
  readonly ports?: pulumi.Input<Readonly<Record<string, number>>>;
  /**
   * What the profile's key was before, for a resource with an alias: the home gets its new name with the gateway stopped.
   * @default the key is what it was
   */
  readonly renamedFrom?: string;
  /**
   * What the resource was before it moved or was renamed. A create that the state knows nothing earlier of looks there
   * for what a cut update has left, so that two never run. Touches no host otherwise. @default it was nothing else
   */
  readonly earlier?: {
    /** Its name then, which its mark on the host has. */
    readonly name: string;
    /** The host that it leaves. @default the same host */
    readonly movedFrom?: string;
    /** How that host is reached. @default it cannot be asked, so that a create is refused */
    readonly connection?: GatewayProfileArgs["connection"];
  };
  /** What to do with a unit file that is there already and not ours. Touches no host. @default "refuse" */
  readonly adopt?: "refuse" | "take-over";
  /** Whether to take the place back from a standby that somebody started. Touches no host. @default false */
  readonly takeBack?: boolean;
  /** With a spec of user scope, whether an update may switch linger on for the account. @default true */
  readonly linger?: boolean;
  /** How long a started gateway is watched, and what for. Touches no host. */
  readonly health: HealthWindow;
  /** Has a change restart it by SIGUSR1, which Hermes takes for a planned restart. Touches no host. @default by systemctl */
  readonly restartBy?: "signal";
  /** Has a delete archive the profile's home and take it away too. Touches no host. @default the unit alone goes */
  readonly delete?: "profile";
  /** Seconds to wait for a host that is still booting. Touches no host. @default 120 */
  readonly connectDeadlineSeconds?: number;
  /** What a refresh and a delete do about a host that does not answer. Touches no host. @default "fail" */
  readonly onUnreachable?: "fail" | "skip";
  /** Whether earlier generations stay on the host when its last gateway is removed. Touches no host. @default false */
  readonly keepGenerations?: boolean;
}

/**
 * One gateway on one host: its unit, its links, its `.env` block, and whether it runs; of a profile that another one's
 * gateway serves, only what is below its home. The id is
 * `<host key>/<profile key>`; only another one of these replaces the resource.
 */
export class GatewayProfile extends pulumi.CustomResource {
  /** The unit's text; empty for a profile that another one's gateway serves. */
  declare readonly unit: pulumi.Output<string>;
  /** The name of the unit that serves the profile: `hermes-gateway-coder.service`. */
  declare readonly unitName: pulumi.Output<string>;
  /** `enabled`: a boot starts it. `standby`: it is installed and waits. `served`: it has no unit, another one serves it. */
  declare readonly boot: pulumi.Output<"enabled" | "standby" | "served">;
  /** How the last operation left it; anything but `applied` makes the next `up` look at the host again. */
  declare readonly status: pulumi.Output<GatewayStatus>;

  constructor(
    name: string,
    args: GatewayProfileArgs,
    options?: Omit<pulumi.CustomResourceOptions, "provider">,
  ) {
    const outputs = {
      unit: undefined,
      unitName: undefined,
      boot: undefined,
      status: undefined,
      restartsWhenChanged: undefined,
      digestKey: undefined,
      onHost: undefined,
    };
    const inputs = {
      schemaVersion: 1,
      owner: `${ownStack()}::${name}`,
      hostKey: args.spec.hostKey,
      profileKey: args.spec.profileKey,
      spec: args.spec,
      connection: pulumi.secret(args.connection),
      env: pulumi.secret(args.env ?? {}),
      ...(args.config === undefined ? {} : { config: pulumi.secret(args.config) }),
      ...(args.soul === undefined ? {} : { soul: pulumi.secret(args.soul) }),
      ...(args.skills ? { skills: args.skills.files, skillsFrom: args.skills.directory } : {}),
      ...(args.ports === undefined ? {} : { ports: args.ports }),
      ...(args.renamedFrom === undefined ? {} : { renamedFrom: args.renamedFrom }),
      ...earlierInputs(args.earlier),
      adopt: args.adopt ?? "refuse",
      takeBack: args.takeBack ?? false,
      linger: args.linger ?? true,
      health: args.health,
      ...(args.restartBy ? { restartBy: args.restartBy } : {}),
      ...(args.delete ? { delete: args.delete } : {}),
      connectDeadlineSeconds: args.connectDeadlineSeconds ?? 120,
      onUnreachable: args.onUnreachable ?? "fail",
      // Left out when it is not wanted, as in every state from before it could be.
      ...(args.keepGenerations ? { keepGenerations: true } : {}),
    };
    super(
      "pulumi-nodejs:dynamic/hermes:GatewayProfile",
      name,
      { ...outputs, ...inputs, __provider: PROVIDER },
      pulumi.mergeOptions({ additionalSecretOutputs: ["digestKey"], deleteBeforeReplace: true }, options),
    );
  }
}

function earlierInputs(earlier: GatewayProfileArgs["earlier"]) {
  if (earlier === undefined) return {};
  const { name, movedFrom, connection } = earlier;
  return {
    earlierOwner: `${ownStack()}::${name}`,
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(connection === undefined ? {} : { movedFromConnection: pulumi.secret(connection) }),
  };
}

/** `<organization>/<project>/<stack>` of the program, which begins the owner of everything that it makes. */
export function ownStack(): string {
  return `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** The stack's organization; a program under the SDK's mocks may have none. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}
