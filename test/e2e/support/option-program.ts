import type { ProjectOptions, TestProject } from "../project";

/** What {@link optionProgram} registers, read anew by each run. */
export interface OptionCase {
  /** The fleet's name. @default "hermes" */
  readonly name?: string;
  readonly fleet: object;
  /** Resource options of the fleet. @default none */
  readonly fleetOptions?: object;
  /** Resource options of single gateways, by resource name. @default none */
  readonly options?: Readonly<Record<string, object>>;
  /** Gateways that depend on another one, which is registered before them, by resource name. @default none */
  readonly after?: Readonly<Record<string, string>>;
  /** Whether a machine is made first, which its host depends on and is deleted with. @default no */
  readonly machine?: "works" | "fails";
}

const PROGRAM = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { GatewayFleet } = require("pulumi-hermes-gateway");

const told = JSON.parse(readFileSync(join(__dirname, "case.json"), "utf8"));
const { name = "hermes", fleet, fleetOptions = {}, options = {}, after = {}, machine } = told;

if (machine) {
  const provider = {
    create: async ({ state }) => {
      if (state === "fails") throw new Error("the machine could not be made");
      return { id: "machine", outs: {} };
    },
  };
  class Machine extends pulumi.dynamic.Resource {}
  const vm1 = new Machine(provider, "machine", { state: machine });
  Object.assign(fleet.hosts.vm1, { dependsOn: vm1, deletedWith: vm1 });
}

const made = {};
const withOptions = ({ name, props, opts, resource }) => {
  made[name] = resource;
  const more = { ...options[name], ...(after[name] && { dependsOn: made[after[name]] }) };
  return { props, opts: pulumi.mergeOptions(opts, more) };
};
new GatewayFleet(name, fleet, { ...fleetOptions, transformations: [withOptions] });
`;

/** A program that registers what {@link tell} says. */
export const OPTION_PROJECT: ProjectOptions = { program: PROGRAM };

/** Tells the program what to register from now on. */
export function tell(project: TestProject, told: OptionCase): void {
  project.write("case.json", JSON.stringify(told));
}
